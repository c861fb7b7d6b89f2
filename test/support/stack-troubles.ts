/* What is really wrong around Berth while a request is played: how it shows, and whoever owns it mending it. */
import { PEOPLE } from '../../sandbox/people.ts';
import { callApi, requestPath } from '../../scripts/demo/people.ts';
import { isTransient } from '../../src/domain/failures.ts';
import type { RequestStatus, Task, WaitingOn } from '../../src/domain/status.ts';
import type { StackStage } from './stack-stage.ts';
import { readWorld } from './world.ts';

/** One thing that is wrong. */
export interface Trouble {
  readonly what: string;
  /** What Berth says of it. */
  readonly shows: RegExp;
  /** Its owner mends it; called once. */
  mend(): Promise<void>;
}

/** How one of them showed. */
export interface Met {
  readonly what: string;
  /** Of the failure. */
  readonly type: string;
  readonly message: string;
  readonly queue: Task['queue'];
  readonly waitingOn: Pick<WaitingOn, 'kind' | 'who' | 'next'>;
}

const ACTING = { operators: PEOPLE.olga, support: PEOPLE.sam, requester: PEOPLE.dana } as const;

/**
 * Whoever the task belongs to has the cause mended, and says `retry`. Where the deadlines are short, what was only slow
 * needs them too.
 * @throws Error at a failure that is none of the troubles
 */
export function repairing(stage: StackStage, troubles: readonly Trouble[]) {
  const left = [...troubles];
  const met: Met[] = [];
  let repaired: string | undefined;
  return {
    met,
    left,
    look: async (status: RequestStatus | undefined) => {
      const { failure, task } = status ?? {};
      if (!status || !failure || task?.id !== 'repair' || task.since === repaired) return;
      const at = left.findIndex(({ shows }) => shows.test(failure.message));
      const known = troubles.some(({ shows }) => shows.test(failure.message));
      if (!known && !mayBeSlow(failure)) throw new Error(`${failure.type}: ${failure.message}`);
      for (const { what, mend } of at < 0 ? [] : left.splice(at, 1)) {
        met.push(asMet(what, status, failure, task));
        await mend();
      }
      await callApi(stage.sandbox, ACTING[task.queue], requestPath(status, 'repair'), { repair: 'retry' });
      repaired = task.since;
    },
  };
}

const mayBeSlow = ({ type }: Failure) => type === 'DeploymentFailed' || isTransient(type);

function asMet(what: string, { waitingOn }: RequestStatus, { type, message }: Failure, { queue }: Task): Met {
  const { kind = 'retry', who = [], next = '' } = waitingOn ?? {};
  return { what, type, message, queue, waitingOn: { kind, who, next } };
}

type Failure = NonNullable<RequestStatus['failure']>;

/** What shows that somebody must act: all but the words that differ from run to run. */
export const shownOf = ({ what, type, queue, waitingOn }: Met) => ({ what, type, queue, waitingOn });

/** As it is to show for each: a task in that queue, which is waited for. */
export const needing = (what: string, type: string, queue: Task['queue']) => ({
  what,
  type,
  queue,
  waitingOn: { kind: 'person', who: [`queue:${queue}`], next: 'the request is undone as far as it may be' },
});

/** The words in the team's channel that call for somebody, or did until it was mended, and how many mails told the requester so. */
export async function callsForHelp({ sandbox }: StackStage, { reference }: Pick<RequestStatus, 'reference'>) {
  const inChannel = sandbox.slack.messages().filter(({ channel }) => channel === 'C0BERTH');
  const { messages } = await readWorld(sandbox);
  return {
    channel: inChannel
      .filter(({ text, metadata }) => isIncident(metadata) || text.startsWith(`${reference} needs a person`))
      .map(({ text }) => text),
    mails: Object.keys(messages).filter((key) => key.startsWith(`mail dana <${reference}.needs-person.`)).length,
  };
}

function isIncident(metadata: { readonly event_payload: object } | undefined): boolean {
  const payload = metadata?.event_payload ?? {};
  return 'what' in payload && payload.what === 'incident';
}
