import { keepSlackSocket, type SlackSocket } from '../../clients/slack-socket.ts';
import type { ApiDeps } from '../deps.ts';
import { answerSlack } from './slack-answer.ts';

/** Hears Slack over a connection of Berth's own, where the configuration has an app-level token. */
export function openSlackSocket(deps: ApiDeps): SlackSocket | undefined {
  const { apiUrl, appToken } = deps.config.slack;
  if (!appToken) return undefined;
  return keepSlackSocket(
    { apiUrl, appToken },
    (payload) => answered(deps, payload),
    (what, error) => {
      if (what === 'failed') deps.log.warn({ err: error }, 'the connection to slack failed');
      else deps.log.info({ what }, 'the connection to slack');
    },
  );
}

/** What cannot be answered is acknowledged all the same: Slack would only say it once more. */
async function answered(deps: ApiDeps, payload: unknown): Promise<object | undefined> {
  try {
    return await answerSlack(deps, payload);
  } catch (error) {
    deps.log.error({ err: error }, 'what slack told could not be answered');
    return undefined;
  }
}
