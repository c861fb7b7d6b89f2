/*
 * How the lifecycle calls an activity. What passes by itself is tried again where people can see it; what does not
 * becomes "needs a person", never an end; the request goes on from exactly this call.
 */
import { condition, sleep } from '@temporalio/workflow';
import { AFTER_DEADLINE } from '../domain/after-deadline.ts';
import { isTransient, whoActs } from '../domain/failures.ts';
import { queueName } from '../domain/naming.ts';
import type { Task } from '../domain/status.ts';
import { SKIPPABLE_STEPS, STEP_TITLES, type StepName } from '../domain/steps.ts';
import { audit } from './audit.ts';
import { type Failure, failureOf } from './failure-of.ts';
import { askForHelp, type Help, leaveIncident, remindOfHelp } from './incidents.ts';
import { GoBack, type Lifecycle, RequestEnded, StepSkipped } from './lifecycle.ts';
import type { Repair } from './messages.ts';
import { closeQuestion } from './question.ts';
import { publish, transition } from './transitions.ts';
import {
  endIfWithdrawn,
  type ReminderFacts,
  type Schedule,
  scheduleOf,
  waitFor,
  workingScheduleOf,
} from './waiting.ts';

/** Waits between rounds of fast retries; after the last one a person is asked. About a quarter of an hour in all. */
const ROUNDS_SECONDS = [15, 30, 60, 120, 240, 480];

/**
 * Calls until it succeeds, somebody skips the step, or the request ends.
 * @param system what is called, in a person's words: `GitHub`, `the directory`.
 */
export async function insist<T>(life: Lifecycle, system: string, call: () => Promise<T>): Promise<T> {
  for (let isRepaired = false; ; isRepaired = true) {
    try {
      const answer = await patiently(life, system, call, () => endIfWithdrawn(life));
      if (isRepaired) leaveIncident(life);
      return answer;
    } catch (error) {
      const failure = failureOf(error);
      renderAgain(life, failure);
      await needPerson(life, failure, system);
    }
  }
}

/** Conflicts in a row that are mended without a person. */
const MOST_CONFLICTS = 5;

/**
 * A change that conflicts with what main has become is rendered again on it.
 * @throws GoBack; returns for other failures, when it is merged already, and when it was rendered again too often.
 */
export function renderAgain(life: Lifecycle, { type, message }: Failure): void {
  if (type !== 'MergeConflict' || life.status.mergeSha) return;
  life.conflicts += 1;
  if (life.conflicts <= MOST_CONFLICTS) throw new GoBack('GIT_PR_CREATION', message, { keepsDecisions: true });
  life.conflicts = 0;
}

/** How often a request lets itself be put off by a limit, each time for as long as it is told, before that is a failure. */
const MOST_LIMITS = 24;

/** For work beside the main line: waits as long as a limit says, without showing it. */
export async function pastLimits<T>(call: () => Promise<T>): Promise<T> {
  for (let limited = 0; ; limited++) {
    try {
      return await call();
    } catch (error) {
      const { retryAfterMs } = failureOf(error);
      if (retryAfterMs === undefined || limited >= MOST_LIMITS) throw error;
      await sleep(retryAfterMs, { summary: 'Wait for GitHub' });
    }
  }
}

/**
 * Calls until it succeeds or fails for good, waiting where people can see it; about a quarter of an hour in all.
 * @param beforeEach may end the waiting by throwing.
 * @throws the activity's error, when it does not pass by itself.
 */
export async function patiently<T>(
  life: Lifecycle,
  system: string,
  call: () => Promise<T>,
  beforeEach: () => void = () => {},
): Promise<T> {
  for (let [round, limited] = [0, 0]; ; ) {
    beforeEach();
    publish(life);
    try {
      return await call();
    } catch (error) {
      const failure = failureOf(error);
      const told = limited < MOST_LIMITS ? failure.retryAfterMs : undefined;
      if (told === undefined) {
        if (!(await pauseRound(life, system, failure, round++))) throw error;
      } else {
        limited += 1;
        await pauseBeforeRetry(life, system, failure, Math.ceil(told / 1000));
      }
    }
  }
}

/** Waits visibly before the next round; false when it would not pass by itself, or has not in all the rounds. */
export async function pauseRound(life: Lifecycle, system: string, failure: Failure, round: number): Promise<boolean> {
  const seconds = ROUNDS_SECONDS[round];
  if (!isTransient(failure.type) || seconds === undefined) return false;
  await pauseBeforeRetry(life, system, failure, seconds);
  return true;
}

/** What was shown before is shown again afterwards: an outage while undoing, say, or at a long wait. */
export async function pauseBeforeRetry(
  life: Lifecycle,
  system: string,
  failure: Failure,
  seconds: number,
): Promise<void> {
  const since = new Date();
  const deadline = new Date(since.getTime() + seconds * 1000).toISOString();
  const text = `${failure.message} Trying again in ${seconds} s.`;
  const next = AFTER_DEADLINE[failure.retryAfterMs === undefined ? 'triedAgainThenOperators' : 'triedAgain'];
  const { phase, waitingOn } = life.status;
  const mayEnd = phase === 'running' || phase === 'waiting';
  transition(life, {
    phase: mayEnd ? 'waiting' : phase,
    waitingOn: { kind: 'retry', who: [system], text, since: since.toISOString(), deadline, next },
  });
  publish(life);
  const withdrawn = () => mayEnd && life.inbox.withdrawal !== undefined;
  await condition(withdrawn, seconds * 1000, { summary: `Retry: ${system}` });
  transition(life, { phase, waitingOn });
}

const QUEUES = {
  requester: 'requester',
  support: 'support',
  lead: 'support',
  operator: 'operators',
  nobody: 'operators',
} as const;

/**
 * Stops at this call until a person says what to do; returns how to go on.
 * @param system what failed, in a person's words; the step where nothing nearer is known.
 * @throws StepSkipped, or RequestEnded when the person wants everything undone or nobody answers in time.
 */
export async function needPerson(
  life: Lifecycle,
  failure: Failure,
  system: string = STEP_TITLES[life.status.step],
): Promise<Repair | undefined> {
  const queue = QUEUES[whoActs(failure.type)];
  const step = life.status.step;
  const schedule = await repairSchedule(life);
  const title = `${failure.type}: ${failure.message}`;
  const { accountPlan } = life;
  // Whoever mends the plan has it in front of them.
  const plan = queue === 'support' && accountPlan ? { plan: accountPlan } : {};
  const task: Task = { id: 'repair', queue, title, since: schedule.since, due: schedule.deadline, ...plan };
  transition(life, { failure: { ...failure, step }, task }, `Needs a person (${queue}): ${failure.message}`);
  const help: Help = { failure, system, task };
  askForHelp(life, help);
  const who = [queue === 'requester' ? (life.status.request?.requesterId ?? life.status.requester) : queueName(queue)];
  const wait = {
    name: 'repair',
    kind: 'person',
    who,
    text: `Repair: ${title}`,
    next: 'the request is undone as far as it may be',
    remind: (facts: ReminderFacts) => remindOfHelp(life, help, facts),
  } as const;
  const answered = await waitFor(life, wait, () => life.inbox.repair !== undefined, schedule);
  transition(life, { failure: null, task: null });
  if (!answered) throw new RequestEnded('expired', `Nobody repaired ${title}`);
  return actOnRepair(life, step, failure);
}

/** Whoever is to mend a calendar that cannot be read is asked without it. */
async function repairSchedule(life: Lifecycle): Promise<Schedule> {
  try {
    return await workingScheduleOf(life, 'repair');
  } catch (error) {
    const { message } = failureOf(error);
    transition(life, {}, `Every hour counts for this repair, for the calendar cannot be read: ${message}`);
    return scheduleOf('repair');
  }
}

function actOnRepair(life: Lifecycle, step: StepName, failure: Failure): Repair | undefined {
  const { repair } = life.inbox;
  delete life.inbox.repair;
  if (!repair) return undefined;
  const text = `Repair: ${repair.repair}${repair.reason ? ` (${repair.reason})` : ''}`;
  transition(life, {}, text, repair.by.person);
  const { by, plan, ...ordered } = repair;
  const facts = { ...ordered, editsAccounts: plan !== undefined, channel: by.channel, step, failure };
  audit(life, { kind: 'repair', by: by.person, what: text, facts });
  if (repair.repair === 'undo') throw new RequestEnded('undone', `Undone by ${repair.by.person}: ${repair.reason}`);
  if (repair.repair === 'skip' && SKIPPABLE_STEPS.includes(step)) throw new StepSkipped(repair.reason);
  if (repair.repair === 'edit') goBackWithEdit(life, repair);
  return repair.repair;
}

/** Takes the edit over and goes back to the step that it changes. */
function goBackWithEdit(life: Lifecycle, { selection, plan, by }: NonNullable<Lifecycle['inbox']['repair']>): never {
  if (plan) life.accountPlan = plan;
  if (selection) life.inbox.selection = { by, selection };
  const edited = `Edited by ${by.person}`;
  closeQuestion(life, edited);
  // Decisions stand as far as what they are bound to does.
  throw new GoBack(plan ? 'ACCOUNT_PROVISIONING' : 'RESOURCE_SELECTION', edited, { keepsDecisions: true });
}
