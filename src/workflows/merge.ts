import type { Failure } from './failure-of.ts';
import { mergeQueue } from './gateways.ts';
import { insist, needPerson, pauseRound, renderAgain } from './insist.ts';
import { clustersOf, type Lifecycle, planOf, pullRequestOf } from './lifecycle.ts';
import type { MergeAnswer } from './messages.ts';
import { readPullRequest } from './pull-request.ts';
import { publish, transition } from './transitions.ts';
import { endIfWithdrawn, scheduleOf, waitFor } from './waiting.ts';
import { untilUnfrozen } from './windows.ts';

/** While one of its clusters is frozen nothing is merged. Comes before the last look at what was approved, which grows old. */
export const holdMerge = (life: Lifecycle): Promise<void> => untilUnfrozen(life, clustersOf(life), 'the merge');

/** Merges in the repository's fair order, at exactly the approved head. False when a freeze began while it stood in line. */
export async function mergePullRequest(life: Lifecycle): Promise<boolean> {
  for (let round = 0; !life.status.mergeSha; ) {
    const { mergeSha, failure, frozen } = await takeTurn(life);
    if (mergeSha) transition(life, { mergeSha }, `Merged as ${mergeSha.slice(0, 7)}`);
    else if (!frozen) round = await afterRefusal(life, failure, round);
    // It may have been merged by a try whose answer was lost.
    else if (!(await lookAgain(life))) return false;
  }
  return true;
}

async function takeTurn(life: Lifecycle): Promise<MergeAnswer> {
  const { number, headSha } = pullRequestOf(life);
  const { specHash } = planOf(life);
  const order = { reference: life.input.reference, clusters: clustersOf(life), number, headSha, specHash };
  delete life.inbox.merged;
  const { ahead } = await insist(life, 'the merge queue', () => mergeQueue.queueMerge(order));
  const schedule = await scheduleOf('cluster');
  const wait = {
    name: 'cluster',
    kind: 'git',
    who: ['github'],
    text: ahead ? `Joined the line to merge into the fleet as number ${ahead + 1}` : IN_LINE,
    next: 'operators are asked',
  } as const;
  await waitFor(life, wait, () => life.inbox.merged !== undefined, schedule);
  return life.inbox.merged ?? {};
}

const IN_LINE = 'In line to merge into the fleet';

/** Nobody is merged for a while: shown where this request waits for its turn. */
export function showDelay(life: Lifecycle, { text, until }: { text: string; until: string }): void {
  const { waitingOn } = life.status;
  if (waitingOn?.kind !== 'git') return;
  transition(life, {
    waitingOn: { ...waitingOn, text: `${IN_LINE}, where nobody is merged before ${until}. ${text}` },
  });
  publish(life);
}

const NO_ANSWER: Failure = { type: 'Unavailable', message: 'The merge queue did not answer' };

/**
 * A head that moved is looked at again (equal paths go on, others void the decisions), a conflict is rendered again,
 * what passes is tried again; the rest needs a person. Returns the number of the next round.
 */
async function afterRefusal(life: Lifecycle, failure: Failure | undefined, round: number): Promise<number> {
  if (failure) renderAgain(life, failure);
  if (failure?.type === 'ContentChanged' && (await lookAgain(life))) return 0;
  // GitHub's answers may lag behind each other: what reading does not show yet, it shows soon.
  const passing = failure?.type === 'ContentChanged' ? { ...failure, type: 'NotYet' } : failure;
  if (passing && (await pauseRound(life, 'GitHub', passing, round))) {
    endIfWithdrawn(life);
    return round + 1;
  }
  await needPerson(life, failure ?? NO_ANSWER, 'GitHub');
  return 0;
}

/** True when reading the pull request showed what had changed, and that was acted on. */
async function lookAgain(life: Lifecycle): Promise<boolean> {
  const { headSha } = pullRequestOf(life);
  const { mergeSha, endedBy = 'hand', branchExists } = await readPullRequest(life);
  if (mergeSha) transition(life, { mergeSha }, `Merged by ${endedBy} as ${mergeSha.slice(0, 7)}`);
  return mergeSha !== undefined || !branchExists || pullRequestOf(life).headSha !== headSha;
}
