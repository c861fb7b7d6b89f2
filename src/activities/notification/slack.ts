import { isDeepStrictEqual } from 'node:util';
import { ClientError } from '../../clients/client-error.ts';
import type { SlackClient, SlackContent, SlackPost } from '../../clients/slack.ts';
import { isTransient } from '../../domain/failures.ts';
import { requestUrl } from '../../domain/page-url.ts';
import {
  announcementBlocks,
  METADATA_TYPE,
  type Question,
  questionBlocks,
  questionText,
  type SlackMetadata,
  showsOutcome,
  withOutcome,
  withProgress,
} from '../../domain/slack-blocks.ts';
import { escapeMrkdwn, type SlackBlock } from '../../domain/slack-text.ts';
import type { AskedPost, NotificationActivities } from '../contracts.ts';
import { asFailure } from './as-failure.ts';
import type { NotificationDeps } from './deps.ts';

type SlackActivities = Pick<
  NotificationActivities,
  'askInSlack' | 'showProgressInSlack' | 'closeInSlack' | 'announceInSlack'
>;

/**
 * Slack cannot be told to post once: before each post Berth looks for its own in the conversation. A crash in between
 * can still post twice; both then carry the same reference.
 */
export function createSlackActivities(deps: NotificationDeps): SlackActivities {
  const { config, slack } = deps;
  return {
    async askInSlack({ since, ...asked }) {
      const question = { ...asked, requestUrl: requestUrl(config, asked.request.reference) };
      const questions = asked.stage.approvers.map((person) => ask(deps, person, question, since));
      return collectPosts(await Promise.allSettled(questions));
    },
    async showProgressInSlack({ posts, text, spoken }) {
      await change(slack, posts, text, (blocks, { person }) => withProgress(blocks, text, spoken.includes(person)));
    },
    async closeInSlack({ posts, text }) {
      await change(slack, posts, text, (blocks) => (showsOutcome(blocks, text) ? blocks : withOutcome(blocks, text)));
    },
    async announceInSlack({ reference, what, text, people }) {
      const content = {
        text: escapeMrkdwn(text),
        blocks: announcementBlocks(text, reference, requestUrl(config, reference)),
      };
      const mark = metadata({ reference, what });
      const places = [
        { to: 'channel', post: () => postInThread(slack, config.slack.channel, content, mark) },
        ...people.map((to) => direct(slack, to, content, mark)),
      ];
      const posts = places.map(({ post }) => post());
      return collectProblems(
        places.map(({ to }) => to),
        await Promise.allSettled(posts),
      );
    },
  };
}

/** The direct conversation with whoever has this mail address. */
function direct(slack: SlackClient, to: string, content: SlackContent, mark: SlackMetadata) {
  const post = async () => {
    const user = await slack.userByMail(to);
    if (!user) throw new ClientError('Rejected', `${to} is not in Slack`);
    return postOnce(slack, await slack.openDirect(user), content, mark);
  };
  return { to, post };
}

/** Who could not be told, if anybody could; what may pass by itself is tried again for all, and those who were told are found again. */
function collectProblems(names: readonly string[], results: readonly PromiseSettledResult<unknown>[]) {
  const failed = results.flatMap((result, i) =>
    result.status === 'rejected' ? [{ to: names[i] ?? '', error: result.reason as unknown }] : [],
  );
  const passing = failed.find(({ error }) => isPassing(error));
  const fatal = passing ?? (failed.length === names.length ? failed[0] : undefined);
  if (fatal) return asFailure(fatal.error);
  return failed.map(({ to, error }) => ({ to, problem: error instanceof Error ? error.message : String(error) }));
}

export const metadata = (event_payload: SlackMetadata['event_payload']): SlackMetadata => ({
  event_type: METADATA_TYPE,
  event_payload,
});

/** Asks one approver in a direct conversation; null when they are not in Slack, where other doors stay open. */
async function ask(
  { slack, findPerson }: NotificationDeps,
  id: string,
  question: Question,
  since: string,
): Promise<AskedPost | null> {
  const person = await findPerson({ id });
  const user = person && (await slack.userByMail(person.mail));
  if (!user) return null;
  const { request, stage } = question;
  const mark = metadata({ reference: request.reference, what: `decide:${stage.name}`, since });
  const content = { text: escapeMrkdwn(questionText(question)), blocks: questionBlocks(question, id) };
  return { ...(await postOnce(slack, await slack.openDirect(user), content, mark)), person: id };
}

export async function postOnce(
  slack: SlackClient,
  channel: string,
  content: SlackContent,
  mark: SlackMetadata,
): Promise<SlackPost> {
  const earlier = (await slack.ownMessages(channel)).find((m) => isSame(m.metadata, mark));
  if (earlier) return { channel, ts: earlier.ts };
  return slack.post(channel, { ...content, metadata: mark });
}

/**
 * Posts what concerns a request below the first message about it, so that the channel has one thread a request. Two that
 * are posted in the same moment may both begin one; later ones then stand below the older.
 */
async function postInThread(
  slack: SlackClient,
  channel: string,
  content: SlackContent,
  mark: SlackMetadata,
): Promise<SlackPost> {
  const { reference } = mark.event_payload;
  const own = (await slack.ownMessages(channel)).filter(({ metadata: m }) => isAbout(m, reference));
  const again = own.find((message) => isSame(message.metadata, mark));
  const first = own.at(-1);
  if (again || !first) return again ?? slack.post(channel, { ...content, metadata: mark });
  const replies = await slack.ownReplies(first);
  const earlier = replies.find((reply) => isSame(reply.metadata, mark));
  return earlier ?? slack.post(channel, { ...content, metadata: mark }, first);
}

const isAbout = (found: SlackMetadata | undefined, reference: string): boolean =>
  found?.event_type === METADATA_TYPE && found.event_payload.reference === reference;

function isSame(found: SlackMetadata | undefined, wanted: SlackMetadata): boolean {
  if (found?.event_type !== wanted.event_type) return false;
  const [a, b] = [found.event_payload, wanted.event_payload];
  return a.reference === b.reference && a.what === b.what && a.since === b.since;
}

/** Who could be asked; one approver whom Slack refuses does not keep the question from the others. */
function collectPosts(results: readonly PromiseSettledResult<AskedPost | null>[]): AskedPost[] {
  const errors = results.flatMap((r) => (r.status === 'rejected' ? [r.reason as unknown] : []));
  const posts = results.flatMap((r) => (r.status === 'fulfilled' && r.value ? [r.value] : []));
  const worthRetrying = errors.find(isPassing);
  const error = worthRetrying ?? (posts.length === 0 ? errors[0] : undefined);
  return error === undefined ? posts : asFailure(error);
}

/** Changes every copy of a question, as far as it is there and is to be changed; one that fails delays no other. */
async function change<P extends SlackPost>(
  slack: SlackClient,
  posts: readonly P[],
  text: string,
  blocksOf: (blocks: readonly SlackBlock[], post: P) => readonly SlackBlock[],
): Promise<void> {
  const changes = posts.map(async (post) => {
    const message = await slack.readMessage(post);
    const blocks = message && blocksOf(message.blocks, post);
    if (!blocks || isDeepStrictEqual(blocks, message.blocks)) return;
    await slack.update(post, { text: escapeMrkdwn(text), blocks });
  });
  const results = await Promise.allSettled(changes);
  const failed = results.flatMap((r) => (r.status === 'rejected' ? [r.reason as unknown] : []));
  const first = failed.find(isPassing) ?? failed[0];
  if (first !== undefined) asFailure(first);
}

/** What may be gone when it is tried again. */
const isPassing = (error: unknown) => !(error instanceof ClientError) || isTransient(error.type);
