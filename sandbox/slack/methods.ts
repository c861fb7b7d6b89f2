import type { Block } from './block.ts';
import { checkBlocks } from './blocks.ts';
import {
  APP,
  formatUser,
  type HomeView,
  type Message,
  type Metadata,
  type Store,
  TEAM_CHANNEL,
  userById,
  userByMail,
} from './store.ts';
import { checkHome, checkModal, type OpenView } from './views.ts';

/** Arguments of a call: strings, or what a JSON body held. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What a method answers beside `ok`. */
export type Outcome = Readonly<Record<string, unknown>>;

/** An answer with `ok: false`; the rest goes along. */
export class Refusal extends Error {
  readonly details: Record<string, unknown>;
  constructor(error: string, details: Record<string, unknown> = {}) {
    super(error);
    this.details = details;
  }
}

interface Method {
  readonly run: (store: Store, args: Arguments) => Outcome;
  /** True for what changes something that people see. */
  readonly writes?: true;
  /** False where Slack takes forms only. */
  readonly json?: false;
  /** The scopes that a call with these arguments needs. */
  readonly scopes?: (args: Arguments) => readonly string[];
}

/** Every method there is here, by name. */
export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': { run: authTest },
  'users.info': { run: usersInfo, json: false, scopes: () => ['users:read'] },
  'users.lookupByEmail': { run: usersLookupByEmail, json: false, scopes: () => ['users:read.email'] },
  'conversations.open': { run: conversationsOpen, scopes: () => ['im:write'] },
  'conversations.history': { run: conversationsHistory, scopes: historyScopes },
  'conversations.replies': { run: conversationsReplies, json: false, scopes: historyScopes },
  'chat.postMessage': { run: chatPostMessage, writes: true, scopes: () => ['chat:write'] },
  'chat.update': { run: chatUpdate, writes: true, scopes: () => ['chat:write'] },
  'views.open': { run: viewsOpen, writes: true },
  'views.publish': { run: viewsPublish, writes: true },
};

function historyScopes(args: Arguments): string[] {
  return [args['channel'] === TEAM_CHANNEL ? 'channels:history' : 'im:history'];
}

function authTest(): Outcome {
  const { team, user, bot } = APP;
  return {
    url: 'https://sandbox.slack.com/',
    team: 'Sandbox',
    user: 'berth',
    team_id: team,
    user_id: user,
    bot_id: bot,
  };
}

function usersInfo(_: Store, args: Arguments): Outcome {
  const user = userById(text(args, 'user'));
  if (!user) throw new Refusal('user_not_found');
  return { user: formatUser(user) };
}

function usersLookupByEmail(_: Store, args: Arguments): Outcome {
  const user = userByMail(text(args, 'email'));
  if (!user) throw new Refusal('users_not_found');
  return { user: formatUser(user) };
}

function conversationsOpen(store: Store, args: Arguments): Outcome {
  const user = text(args, 'users');
  if (user.includes(',')) throw new Refusal('not_implemented_in_sandbox');
  if (!userById(user)) throw new Refusal('user_not_found');
  return { channel: { id: store.openDirect(user) } };
}

/** Newest first. `oldest` and `latest` count only what is between them unless `inclusive`. */
function conversationsHistory(store: Store, args: Arguments): Outcome {
  const channel = store.resolveChannel(text(args, 'channel'));
  if (!channel || channel !== args['channel']) throw new Refusal('channel_not_found');
  const limit = Math.min(Number(args['limit'] ?? 100), 999);
  const inRange = rangeOf(args);
  const all = store.all().filter((m) => m.channel === channel && !m.ephemeralTo && !m.threadTs && inRange(m.ts));
  const page = all.toReversed().slice(0, limit);
  const withMetadata = isTrue(args['include_all_metadata']);
  return { messages: page.map((m) => formatMessage(m, withMetadata)), has_more: all.length > page.length };
}

/** The message and what stands in its thread, oldest first. */
function conversationsReplies(store: Store, args: Arguments): Outcome {
  const [channel, ts] = [text(args, 'channel'), text(args, 'ts')];
  if (store.resolveChannel(channel) !== channel) throw new Refusal('channel_not_found');
  const first = store.find(channel, ts);
  if (!first || first.ephemeralTo || first.threadTs) throw new Refusal('thread_not_found');
  const thread = [first, ...store.all().filter((m) => m.channel === channel && m.threadTs === ts)];
  const limit = Math.min(Number(args['limit'] ?? 1000), 1000);
  const withMetadata = isTrue(args['include_all_metadata']);
  const messages = thread.slice(0, limit).map((m) => formatMessage(m, withMetadata));
  return { messages, has_more: thread.length > limit };
}

function rangeOf(args: Arguments): (ts: string) => boolean {
  const oldest = Number(args['oldest'] ?? 0);
  const latest = Number(args['latest'] ?? Number.MAX_SAFE_INTEGER);
  const inclusive = isTrue(args['inclusive']);
  return (ts) => (Number(ts) > oldest && Number(ts) < latest) || (inclusive && [oldest, latest].includes(Number(ts)));
}

function chatPostMessage(store: Store, args: Arguments): Outcome {
  const channel = store.resolveChannel(text(args, 'channel'));
  if (!channel) throw new Refusal('channel_not_found');
  const metadata = readMetadata(args['metadata']);
  const content = { text: readText(args) ?? '', blocks: readBlocks(args) ?? [] };
  if (content.text === '' && content.blocks.length === 0) throw new Refusal('no_text');
  const thread = readThread(store, channel, args);
  const message = store.add({ channel, ...content, ...thread, ...(metadata ? { metadata } : {}) });
  return { channel, ts: message.ts, message: formatMessage(message, false) };
}

/** Slack takes any `thread_ts` and posts beside a thread that there is not; here that is a mistake of the caller. */
function readThread(store: Store, channel: string, args: Arguments): { threadTs?: string } {
  if (args['thread_ts'] === undefined) return {};
  const threadTs = text(args, 'thread_ts');
  const first = store.find(channel, threadTs);
  if (!first || first.threadTs) throw new Refusal('thread_not_found');
  return { threadTs };
}

/** What is not given stays as it was; an empty list of blocks removes them. */
function chatUpdate(store: Store, args: Arguments): Outcome {
  const [channel, ts] = [text(args, 'channel'), text(args, 'ts')];
  if (store.resolveChannel(channel) !== channel) throw new Refusal('channel_not_found');
  const message = store.find(channel, ts);
  if (!message || message.ephemeralTo) throw new Refusal('message_not_found');
  const [newText, blocks, metadata] = [readText(args), readBlocks(args), readMetadata(args['metadata'])];
  if (newText === undefined && blocks === undefined) throw new Refusal('no_text');
  store.replace({
    ...message,
    text: newText ?? message.text,
    blocks: blocks ?? message.blocks,
    ...(metadata ? { metadata } : {}),
    edited: true,
  });
  return { channel, ts, text: newText ?? message.text };
}

/** Shows a modal to whoever clicked: their trigger is good once and for three seconds. */
function viewsOpen(store: Store, args: Arguments): Outcome {
  const checked = checkModal(parsed(args['view'], 'invalid_arguments'));
  if ('errors' in checked) {
    throw new Refusal('invalid_arguments', { response_metadata: { messages: checked.errors } });
  }
  const trigger = store.useTrigger(text(args, 'trigger_id'));
  if ('refusal' in trigger) throw new Refusal(trigger.refusal);
  return { view: formatView(store.openView({ ...checked, ...trigger })) };
}

/** Shows a member their tab; nobody else's. */
function viewsPublish(store: Store, args: Arguments): Outcome {
  const person = text(args, 'user_id');
  if (!userById(person)) throw new Refusal('user_not_found');
  const checked = checkHome(parsed(args['view'], 'invalid_arguments'));
  if ('errors' in checked) {
    throw new Refusal('invalid_arguments', { response_metadata: { messages: checked.errors } });
  }
  return { view: formatHome(store.publishHome(person, checked.blocks)) };
}

/** A tab as Slack shows it in answers and payloads. */
export const formatHome = ({ id, blocks }: HomeView): Record<string, unknown> => ({
  id,
  type: 'home',
  blocks,
  callback_id: '',
  private_metadata: '',
  state: { values: {} },
  hash: `${id}.sandbox`,
  root_view_id: id,
  previous_view_id: null,
  team_id: APP.team,
  app_id: APP.app,
  bot_id: APP.bot,
});

/** A message as Slack shows it in history and in payloads. */
export function formatMessage(message: Message, withMetadata: boolean): Record<string, unknown> {
  const { ts, text, blocks, metadata, edited, threadTs } = message;
  return {
    type: 'message',
    user: APP.user,
    bot_id: APP.bot,
    app_id: APP.app,
    team: APP.team,
    ts,
    text,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(edited ? { edited: { user: APP.bot, ts } } : {}),
    ...(withMetadata && metadata ? { metadata } : {}),
  };
}

/** A view as Slack shows it in answers and payloads, before anybody has written into it. */
export function formatView({ id, view }: OpenView): Record<string, unknown> {
  const { callback_id = '', private_metadata = '', ...rest } = view;
  return {
    ...rest,
    id,
    callback_id,
    private_metadata,
    external_id: '',
    state: { values: {} },
    hash: `${id}.sandbox`,
    previous_view_id: null,
    root_view_id: id,
    notify_on_close: false,
    team_id: APP.team,
    app_id: APP.app,
    bot_id: APP.bot,
  };
}

function text(args: Arguments, name: string): string {
  const value = args[name];
  if (typeof value !== 'string' || value === '') throw new Refusal('invalid_arguments', { missing: name });
  return value;
}

const LONGEST_TEXT = 40_000;

function readText(args: Arguments): string | undefined {
  const value = args['text'];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw new Refusal('invalid_arguments');
  if (value.length > LONGEST_TEXT) throw new Refusal('msg_too_long');
  return value;
}

function readBlocks(args: Arguments): Block[] | undefined {
  if (args['blocks'] === undefined) return undefined;
  const checked = checkBlocks(parsed(args['blocks'], 'invalid_blocks_format'));
  if ('errors' in checked) {
    const { errors } = checked;
    throw new Refusal('invalid_blocks', { errors, response_metadata: { messages: errors.map((e) => `[ERROR] ${e}`) } });
  }
  return checked.blocks;
}

function readMetadata(value: unknown): Metadata | undefined {
  if (value === undefined) return undefined;
  const { event_type, event_payload } = parsed(value, 'invalid_metadata_format') as Partial<Metadata>;
  if (typeof event_type !== 'string' || event_payload === null || typeof event_payload !== 'object') {
    throw new Refusal('invalid_metadata_format');
  }
  return { event_type, event_payload };
}

/** In a form, structures arrive as JSON text. */
function parsed(value: unknown, error: string): object {
  try {
    const result: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    if (result !== null && typeof result === 'object') return result;
  } catch {
    // Answered below.
  }
  throw new Refusal(error);
}

const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === '1';
