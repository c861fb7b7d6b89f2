/*
 * How a request asks for a person. Operators are told of a cause, not of each request that it stops: the request joins the
 * incident of that cause, and leaves it once what failed is done. None of this holds the request up.
 */
import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { causeOf, type IncidentMember, isShared, ownWords, problemOf } from '../domain/incident.ts';
import type { Task } from '../domain/status.ts';
import { type Failure, failureOf } from './failure-of.ts';
import { incidents } from './gateways.ts';
import type { Lifecycle } from './lifecycle.ts';
import { announce, beside, mail, mayAnswer, projectOf } from './notify.ts';
import { publish, transition } from './transitions.ts';
import { describeReminder, type ReminderFacts } from './waiting.ts';

/** What somebody is asked to mend. */
export interface Help {
  readonly failure: Failure;
  /** What was called, in a person's words. */
  readonly system: string;
  readonly task: Task;
}

/** Tells the requester that a person is needed, and operators: of the cause, where other requests may have the same. */
export function askForHelp(life: Lifecycle, help: Help): void {
  const { message } = help.failure;
  if (isForIncident(help)) follow(life, (key) => join(life, joiningOf(life, help), key));
  else beside(life, announceAlone(life, message));
  if (mayAnswer(life)) beside(life, mail(life, 'needs-person', life.status.requester, { problem: message }));
}

const isForIncident = ({ failure, task }: Help): boolean => task.queue === 'operators' && isShared(failure.type);

function joiningOf(life: Lifecycle, help: Help): Joining {
  const { failure, system, task } = help;
  const { since, due } = task;
  const announceIt = () => announceAlone(life, failure.message);
  return { failure, system, member: { since, due }, show: (key) => show(life, help, key), announce: announceIt };
}

const announceAlone = (life: Lifecycle, problem: string): Promise<void> =>
  announce(life, `needs-person-${life.timeline.length}`, `${life.input.reference} needs a person: ${problem}`);

/** Reminds those who were asked; of an incident they are reminded once, however many requests are in it. */
export async function remindOfHelp(life: Lifecycle, help: Help, facts: ReminderFacts): Promise<void> {
  const key = isForIncident(help) ? await life.incident : null;
  if (key !== null) return incidents.remindOperators({ key });
  const text = `${life.input.reference} still needs a person: ${help.task.title}.${describeReminder(facts)}`;
  return announce(life, `reminder-repair-${facts.reminder}`, text);
}

/** What failed is done, or there is nothing to do about it any more. */
export function leaveIncident(life: Lifecycle): void {
  if (life.incident === null) return;
  follow(life, async (key) => {
    if (key !== null) await leave(life, key);
    return null;
  });
}

/** One after the other: nobody leaves what they have not joined yet. */
function follow(life: Lifecycle, next: (key: string | null) => Promise<string | null>): void {
  const before = life.incident ?? Promise.resolve(null);
  const after = before.then((key) => CancellationScope.nonCancellable(() => next(key)));
  life.incident = after;
  beside(
    life,
    after.then(() => undefined),
  );
}

/** How a request comes into an incident. */
interface Joining {
  readonly failure: Failure;
  readonly system: string;
  readonly member: Pick<IncidentMember, 'since' | 'due' | 'triesItself'>;
  /** Shows in the request itself which one it is. */
  readonly show: (key: string) => void;
  /** Tells operators of the request by itself, where it cannot join. */
  readonly announce: () => Promise<void>;
}

async function join(life: Lifecycle, joining: Joining, former: string | null): Promise<string | null> {
  try {
    const { key } = await incidents.joinIncident(orderOf(life, joining));
    if (former !== null && former !== key) await leave(life, former);
    joining.show(key);
    return key;
  } catch (error) {
    if (isCancellation(error)) throw error;
    transition(life, {}, `It could not join the incident of its cause: ${failureOf(error).message}`);
    await joining.announce();
    return former;
  }
}

function orderOf(life: Lifecycle, { failure, system, member }: Joining): Parameters<typeof incidents.joinIncident>[0] {
  const { reference } = life.input;
  const { step } = life.status;
  const { project } = projectOf(life);
  return {
    cause: causeOf(failure, system, ownWords(life.status, life.input.draft)),
    problem: problemOf(failure.message),
    member: { reference, project, step, ...member },
  };
}

/** What fails again and again while nobody can do anything about the request itself. */
export interface Warning {
  readonly failure: Failure;
  /** What was called, in a person's words. */
  readonly system: string;
  /** ISO 8601: when a person is asked, or it is tried next. */
  readonly due: string;
  /** Told of the request by itself, where its cause is not shared or the incident cannot be joined. */
  readonly what: string;
  readonly text: string;
}

/** Operators hear of it early, once for everybody whom it stops; call `leaveIncident` when it has passed. */
export function warn(life: Lifecycle, { failure, system, due, what, text }: Warning): void {
  const announceIt = () => announce(life, what, text);
  if (!isShared(failure.type)) {
    beside(life, announceIt());
    return;
  }
  const since = new Date().toISOString();
  const show = (key: string) => {
    transition(life, {}, `In the incident ${key}: ${failure.message}`);
    publish(life);
  };
  const joining: Joining = { failure, system, member: { since, due, triesItself: true }, show, announce: announceIt };
  follow(life, (key) => join(life, joining, key));
}

/** Whoever looks at the request finds the others by it. */
function show(life: Lifecycle, { task }: Help, incident: string): void {
  const { failure } = life.status;
  if (!failure || life.status.task?.since !== task.since) return;
  transition(life, { failure: { ...failure, incident } }, `In the incident ${incident}`);
  publish(life);
}

/** One that cannot be told forgets the request by itself, once that has ended. */
async function leave(life: Lifecycle, key: string): Promise<void> {
  try {
    await incidents.leaveIncident({ key, reference: life.input.reference });
  } catch (error) {
    if (isCancellation(error)) throw error;
    transition(life, {}, `It could not leave the incident ${key}: ${failureOf(error).message}`);
  }
}
