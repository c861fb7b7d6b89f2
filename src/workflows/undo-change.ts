import { branchName } from '../domain/naming.ts';
import { failureOf } from './failure-of.ts';
import { infrastructure, repository, repositoryReads } from './gateways.ts';
import { patiently } from './insist.ts';
import { type Lifecycle, plannedOf, planOf } from './lifecycle.ts';

const CHANGE = 'change';
export const ONLY_FORWARD = 'its removal has begun and only goes forward: ask for it again';

/** From now on ending the request closes its pull request, or restores our paths where it was merged. */
export function undoChangeAtEnd(life: Lifecycle): void {
  life.undo.drop(CHANGE);
  life.undo.register({ what: CHANGE, run: () => takeBackChange(life) });
}

/**
 * From the merge on, taking back means: our paths as they were, then infrastructure, then accounts. Newest runs
 * first, so infrastructure goes on the stack and the change again on top of it; all before the merge.
 */
export function undoInfrastructureAtEnd(life: Lifecycle): void {
  for (const placement of planOf(life).placements) {
    const { cluster } = placement;
    const what = `infrastructure on ${cluster}`;
    const remove = () => infrastructure.removeInfrastructure({ ...plannedOf(life), placement });
    life.undo.drop(what);
    life.undo.register({ what, run: () => patiently(life, cluster, remove) });
  }
  undoChangeAtEnd(life);
}

async function takeBackChange(life: Lifecycle): Promise<string[]> {
  const mergeSha = life.status.mergeSha ?? (await findMerge(life));
  if (mergeSha) return revert(life, mergeSha);
  try {
    return await close(life);
  } catch (error) {
    // Merged between looking and closing: then it is to be reverted after all.
    const merged = failureOf(error).type === 'UnapprovedMerge' ? await findMerge(life) : undefined;
    if (!merged) throw error;
    return revert(life, merged);
  }
}

/** @throws when it was an approved removal, which Flux follows at once. */
async function revert(life: Lifecycle, mergeSha: string): Promise<string[]> {
  if (life.committed) throw new Error(ONLY_FORWARD);
  const order = { reference: life.input.reference, plan: planOf(life), mergeSha };
  return patiently(life, 'GitHub', () => repository.revertChange(order));
}

function close(life: Lifecycle): Promise<string[]> {
  const { reference } = life.input;
  const number = life.status.pullRequest?.number;
  const comment = `Berth closes this pull request: the request ${reference} has ended.`;
  const order = { branch: branchName(reference), comment, ...(number === undefined ? {} : { number }) };
  return patiently(life, 'GitHub', () => repository.closePullRequest(order));
}

/** The merge may have happened without our having heard of it: GitHub knows. */
async function findMerge(life: Lifecycle): Promise<string | undefined> {
  const { pullRequest, request } = life.status;
  if (!pullRequest || !request?.selection) return undefined;
  const { number, branch } = pullRequest;
  const read = () => repositoryReads.readPullRequest({ ...plannedOf(life), number, branch });
  return (await patiently(life, 'GitHub', read)).mergeSha;
}
