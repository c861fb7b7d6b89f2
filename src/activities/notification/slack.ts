import { ClientError } from '../../clients/client-error.ts';
import type { SlackClient, SlackContent, SlackPost } from '../../clients/slack.ts';
import { isTransient } from '../../domain/failures.ts';
import {
  announcementBlocks,
  escapeMrkdwn,
  METADATA_TYPE,
  type Question,
  questionBlocks,
  questionText,
  type SlackMetadata,
  showsOutcome,
  withOutcome,
} from '../../domain/slack-blocks.ts';
import type { NotificationActivities } from '../contracts.ts';
import { asFailure } from './as-failure.ts';
import type { NotificationDeps } from './deps.ts';
import { requestUrl } from './request-url.ts';

type SlackActivities = Pick<NotificationActivities, 'askInSlack' | 'closeInSlack' | 'announceInSlack'>;

/**
 * Slack cannot be told to post once: before each post Berth looks for its own in the conversation. A crash in between
 * can still post twice; both then carry the same reference.
 */
export function createSlackActivities(deps: NotificationDeps): SlackActivities {
  const { config, slack } = deps;
  return {
    async askInSlack({ stages, ...shown }) {
      const page = requestUrl(config, shown.request.reference);
      const questions = stages.flatMap(({ name, approvers }) =>
        approvers.map((person) => ask(deps, person, { ...shown, stage: name, requestUrl: page })),
      );
      return collectPosts(await Promise.allSettled(questions));
    },
    async closeInSlack({ posts, text }) {
      for (const post of posts) await showOutcome(slack, post, text).catch(asFailure);
    },
    async announceInSlack({ reference, what, text, people }) {
      const content = {
        text: escapeMrkdwn(text),
        blocks: announcementBlocks(text, reference, requestUrl(config, reference)),
      };
      const mark = metadata({ reference, what });
      const places = [
        { to: 'channel', where: async () => config.slack.channel },
        ...people.map((to) => direct(slack, to)),
      ];
      const posts = places.map(async ({ where }) => postOnce(slack, await where(), content, mark));
      return collectProblems(
        places.map(({ to }) => to),
        await Promise.allSettled(posts),
      );
    },
  };
}

/** The direct conversation with whoever has this mail address. */
function direct(slack: SlackClient, to: string): { to: string; where: () => Promise<string> } {
  const where = async () => {
    const user = await slack.userByMail(to);
    if (!user) throw new ClientError('Rejected', `${to} is not in Slack`);
    return slack.openDirect(user);
  };
  return { to, where };
}

/** Who could not be told, if anybody could; what may pass by itself is tried again for all, and those who were told are found again. */
function collectProblems(names: readonly string[], results: readonly PromiseSettledResult<unknown>[]) {
  const failed = results.flatMap((result, i) =>
    result.status === 'rejected' ? [{ to: names[i] ?? '', error: result.reason as unknown }] : [],
  );
  const passing = failed.find(({ error }) => !(error instanceof ClientError) || isTransient(error.type));
  const fatal = passing ?? (failed.length === names.length ? failed[0] : undefined);
  if (fatal) return asFailure(fatal.error);
  return failed.map(({ to, error }) => ({ to, problem: error instanceof Error ? error.message : String(error) }));
}

const metadata = (event_payload: SlackMetadata['event_payload']): SlackMetadata => ({
  event_type: METADATA_TYPE,
  event_payload,
});

/** Asks one approver in a direct conversation; null when they are not in Slack, where other doors stay open. */
async function ask({ slack, findPerson }: NotificationDeps, id: string, question: Question): Promise<SlackPost | null> {
  const person = await findPerson({ id });
  const user = person && (await slack.userByMail(person.mail));
  if (!user) return null;
  const { request, plan, stage } = question;
  const mark = metadata({ reference: request.reference, what: `decide:${stage}`, specHash: plan.specHash });
  const content = { text: escapeMrkdwn(questionText(question)), blocks: questionBlocks(question) };
  return postOnce(slack, await slack.openDirect(user), content, mark);
}

async function postOnce(
  slack: SlackClient,
  channel: string,
  content: SlackContent,
  mark: SlackMetadata,
): Promise<SlackPost> {
  const earlier = (await slack.ownMessages(channel)).find((m) => isSame(m.metadata, mark));
  if (earlier) return { channel, ts: earlier.ts };
  return slack.post(channel, { ...content, metadata: mark });
}

function isSame(found: SlackMetadata | undefined, wanted: SlackMetadata): boolean {
  if (found?.event_type !== wanted.event_type) return false;
  const [a, b] = [found.event_payload, wanted.event_payload];
  return a.reference === b.reference && a.what === b.what && a.specHash === b.specHash;
}

/** Who could be asked; one approver whom Slack refuses does not keep the question from the others. */
function collectPosts(results: readonly PromiseSettledResult<SlackPost | null>[]): SlackPost[] {
  const errors = results.flatMap((r) => (r.status === 'rejected' ? [r.reason as unknown] : []));
  const posts = results.flatMap((r) => (r.status === 'fulfilled' && r.value ? [r.value] : []));
  const worthRetrying = errors.find((e) => !(e instanceof ClientError) || isTransient(e.type));
  const error = worthRetrying ?? (posts.length === 0 ? errors[0] : undefined);
  return error === undefined ? posts : asFailure(error);
}

async function showOutcome(slack: SlackClient, post: SlackPost, text: string): Promise<void> {
  const message = await slack.readMessage(post);
  if (!message || showsOutcome(message.blocks, text)) return;
  await slack.update(post, { text: escapeMrkdwn(text), blocks: withOutcome(message.blocks, text) });
}
