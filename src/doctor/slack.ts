import { createSlackClient, type SlackClient } from '../clients/slack.ts';
import { trySlackSocket } from '../clients/slack-socket.ts';
import type { Config } from '../config.ts';
import { type Finding, Missing, missingOf, tryFirst, tryOut } from './finding.ts';

/** Reading Berth's own messages again, telling people, knowing who clicked, and `/berth`. */
const SCOPES = ['chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email', 'commands'] as const;
/** Any of these: the channel may be public or private. */
const CHANNEL_SCOPES = ['channels:history', 'groups:history'] as const;

export async function checkSlack({ slack }: Pick<Config, 'slack'>): Promise<Finding[]> {
  const client = createSlackClient(slack);
  const token = async () => {
    const value = await client.grantedScopes();
    return { detail: 'auth.test', value };
  };
  return tryFirst('slack', 'token', token, async (granted) => [
    await tryOut('slack', 'scopes', () => checkScopes(granted)),
    await tryOut('slack', 'channel', () => checkChannel(client, slack.channel)),
    ...(await checkSocket(slack)),
  ]);
}

async function checkScopes(granted: readonly string[]): Promise<string> {
  const channel = CHANNEL_SCOPES.some((scope) => granted.includes(scope)) ? [] : [CHANNEL_SCOPES.join(' or ')];
  const missing = [...missingOf(SCOPES, granted), ...channel];
  if (missing.length === 0) return granted.join(', ');
  throw new Missing(`${missing.join(', ')} missing: add under "OAuth & Permissions" of the app and install it again.`);
}

/** Socket Mode, where it is used. */
async function checkSocket({ apiUrl, appToken }: Config['slack']): Promise<Finding[]> {
  if (!appToken) return [];
  const openable = async () => {
    await trySlackSocket({ apiUrl, appToken }).catch((error: unknown) => {
      throw new Missing(
        `${(error as Error).message} slack.appTokenFile needs an app-level token with connections:write, and Socket Mode switched on in the app.`,
      );
    });
    return 'a connection can be opened';
  };
  return [await tryOut('slack', 'Socket Mode', openable)];
}

async function checkChannel(client: SlackClient, channel: string): Promise<string> {
  await client.ownMessages(channel).catch((error: unknown) => {
    throw new Missing(`${(error as Error).message} Invite the app to ${channel} (/invite), or check slack.channel.`);
  });
  return channel;
}
