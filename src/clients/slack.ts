/*
 * Slack's Web API, the few calls that Berth makes. Every call is made once: Temporal does the retrying, where people
 * can see it.
 */
import { LogLevel, WebClient } from '@slack/web-api';
import type { Config } from '../config.ts';
import type { SlackMetadata } from '../domain/slack-blocks.ts';
import type { SlackHome } from '../domain/slack-home.ts';
import type { SlackModal } from '../domain/slack-modal.ts';
import type { SlackBlock } from '../domain/slack-text.ts';
import { ClientError } from './client-error.ts';
import { slackError } from './slack-errors.ts';

export interface SlackPost {
  readonly channel: string;
  readonly ts: string;
}

export interface SlackMessage extends SlackPost {
  readonly blocks: readonly SlackBlock[];
  readonly metadata?: SlackMetadata;
}

/** Every method throws ClientError. */
export interface SlackClient {
  /** Id of the workspace member with this mail address; null when there is none. */
  userByMail(mail: string): Promise<string | null>;
  /** Mail address in a member's profile; null for unknown and for deactivated members. */
  mailOfUser(user: string): Promise<string | null>;
  /** The direct conversation of Berth with a member, opened if need be. */
  openDirect(user: string): Promise<string>;
  /** Berth's own messages among the newest 200 of a conversation, newest first. */
  ownMessages(channel: string): Promise<SlackMessage[]>;
  /** Berth's own answers in the thread of a message, oldest first, 200 at most. */
  ownReplies(post: SlackPost): Promise<SlackMessage[]>;
  /** One message of a conversation; null when it is gone. */
  readMessage(post: SlackPost): Promise<SlackMessage | null>;
  /** @param thread the message in whose thread it stands. */
  post(
    channel: string,
    message: SlackContent & { readonly metadata: SlackMetadata },
    thread?: SlackPost,
  ): Promise<SlackPost>;
  /** Scopes that the token has (`auth.test`). */
  grantedScopes(): Promise<readonly string[]>;
  /** Replaces text and blocks of a message of ours; its metadata stays. */
  update(post: SlackPost, message: SlackContent): Promise<void>;
  /** Shows a form to whoever made `trigger` by a press; Slack takes it once, and for three seconds. */
  openModal(trigger: string, view: SlackModal): Promise<void>;
  /** Shows a member their tab of Berth, in place of what it showed. */
  publishHome(user: string, view: SlackHome): Promise<void>;
}

export interface SlackContent {
  /** Shown in notifications and read out; mrkdwn, already escaped. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

const TIMEOUT_MS = 5_000;
const HISTORY_LIMIT = 200;

export function createSlackClient(config: Config['slack']): SlackClient {
  const web = new WebClient(config.token.reveal(), {
    slackApiUrl: config.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    allowAbsoluteUrls: false,
    logger: SILENT,
  });
  const call = async (method: string, args: Record<string, unknown> = {}): Promise<Answer> => {
    try {
      return await web.apiCall(method, args);
    } catch (error) {
      throw slackError(error, method);
    }
  };
  const grantedScopes = async () => (await call('auth.test')).response_metadata?.scopes ?? [];
  const openModal: SlackClient['openModal'] = async (trigger_id, view) => {
    await call('views.open', { trigger_id, view });
  };
  const publishHome: SlackClient['publishHome'] = async (user_id, view) => {
    await call('views.publish', { user_id, view });
  };
  return { ...people(call), ...messages(call), grantedScopes, openModal, publishHome };
}

/** The parts of Slack's answers that are read here. */
interface Answer {
  readonly user?: { readonly id: string; readonly deleted?: boolean; readonly profile?: { readonly email?: string } };
  readonly bot_id?: string;
  readonly channel?: string | { readonly id: string };
  readonly ts?: string;
  readonly messages?: readonly RawMessage[];
  /** From the header `x-oauth-scopes`. */
  readonly response_metadata?: { readonly scopes?: readonly string[] };
}
interface RawMessage {
  readonly ts: string;
  readonly bot_id?: string;
  readonly blocks?: readonly SlackBlock[];
  readonly metadata?: SlackMetadata;
}
type Call = (method: string, args?: Record<string, unknown>) => Promise<Answer>;

function people(call: Call): Pick<SlackClient, 'userByMail' | 'mailOfUser' | 'openDirect'> {
  return {
    async userByMail(email) {
      const found = await orNull(call('users.lookupByEmail', { email }), 'users_not_found');
      return found?.user && !found.user.deleted ? found.user.id : null;
    },
    async mailOfUser(user) {
      const found = await orNull(call('users.info', { user }), 'user_not_found', 'user_not_visible');
      return found?.user && !found.user.deleted ? (found.user.profile?.email ?? null) : null;
    },
    async openDirect(user) {
      return channelId(await call('conversations.open', { users: user }));
    },
  };
}

function messages(call: Call): Pick<SlackClient, 'ownMessages' | 'ownReplies' | 'readMessage' | 'post' | 'update'> {
  return {
    async ownMessages(channel) {
      const { bot_id } = await call('auth.test');
      const history = await call('conversations.history', {
        channel,
        limit: HISTORY_LIMIT,
        include_all_metadata: true,
      });
      return (history.messages ?? []).filter((m) => m.bot_id === bot_id).map((m) => toMessage(channel, m));
    },
    async ownReplies({ channel, ts }) {
      const { bot_id } = await call('auth.test');
      const page = { channel, ts, limit: HISTORY_LIMIT, include_all_metadata: true };
      const { messages: thread = [] } = await call('conversations.replies', page);
      return thread.filter((m) => m.bot_id === bot_id && m.ts !== ts).map((m) => toMessage(channel, m));
    },
    async readMessage({ channel, ts }) {
      const page = { channel, oldest: ts, latest: ts, inclusive: true, limit: 1, include_all_metadata: true };
      const found = (await call('conversations.history', page)).messages?.find((m) => m.ts === ts);
      return found ? toMessage(channel, found) : null;
    },
    async post(channel, message, thread) {
      const place = { channel, ...(thread ? { thread_ts: thread.ts } : {}) };
      const posted = await call('chat.postMessage', { ...place, ...message, unfurl_links: false, unfurl_media: false });
      return { channel: channelId(posted), ts: posted.ts ?? '' };
    },
    async update(post, message) {
      await call('chat.update', { ...post, ...message });
    },
  };
}

const toMessage = (channel: string, { ts, blocks, metadata }: RawMessage): SlackMessage => ({
  channel,
  ts,
  blocks: blocks ?? [],
  ...(metadata ? { metadata } : {}),
});

const channelId = ({ channel }: Answer): string => (typeof channel === 'string' ? channel : (channel?.id ?? ''));

async function orNull(answer: Promise<Answer>, ...absent: readonly string[]): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ClientError && error.code && absent.includes(error.code)) return null;
    throw error;
  }
}

/** The SDK would print to the console; what matters reaches people as a failure. */
export const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
