import { mergeQueue } from './gateways.ts';
import { insist, needPerson } from './insist.ts';
import { type Lifecycle, planOf, pullRequestOf } from './lifecycle.ts';
import { readPullRequest } from './pull-request.ts';
import { transition } from './transitions.ts';
import { undoInfrastructureAtEnd } from './undo-change.ts';
import { scheduleOf, waitFor } from './waiting.ts';

/** Merges in the repository's fair order, at exactly the approved head. */
export async function mergePullRequest(life: Lifecycle): Promise<void> {
  undoInfrastructureAtEnd(life);
  while (!life.status.mergeSha) {
    const result = await takeTurn(life);
    if (result.mergeSha) transition(life, { mergeSha: result.mergeSha }, `Merged as ${result.mergeSha.slice(0, 7)}`);
    else await afterRefusal(life, result.failure ?? { type: 'Unavailable', message: 'The merge queue did not answer' });
  }
}

async function takeTurn(life: Lifecycle): Promise<NonNullable<Lifecycle['inbox']['merged']>> {
  const { number, headSha } = pullRequestOf(life);
  const order = { reference: life.input.reference, number, headSha, specHash: planOf(life).specHash };
  delete life.inbox.merged;
  await insist(life, 'the merge queue', () => mergeQueue.queueMerge(order));
  const schedule = await scheduleOf('cluster');
  const wait = {
    name: 'cluster',
    kind: 'git',
    who: ['github'],
    text: 'In line to merge into the fleet',
    next: 'operators are asked',
  } as const;
  await waitFor(life, wait, () => life.inbox.merged !== undefined, schedule);
  return life.inbox.merged ?? {};
}

/** A head that moved is looked at again (equal paths go on, others void the decisions); the rest needs a person. */
async function afterRefusal(life: Lifecycle, failure: { type: string; message: string }): Promise<void> {
  if (failure.type !== 'ContentChanged') {
    await needPerson(life, failure);
    return;
  }
  const state = await readPullRequest(life);
  if (state.mergeSha)
    transition(
      life,
      { mergeSha: state.mergeSha },
      `Merged by ${state.endedBy ?? 'hand'} as ${state.mergeSha.slice(0, 7)}`,
    );
}
