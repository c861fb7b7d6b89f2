import { branchName } from '../domain/naming.ts';
import { infrastructure, repository, repositoryReads } from './gateways.ts';
import { patiently } from './insist.ts';
import { type Lifecycle, plannedOf, planOf } from './lifecycle.ts';

const CHANGE = 'change';

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
  const { reference } = life.input;
  const mergeSha = life.status.mergeSha ?? (await findMerge(life));
  if (mergeSha) {
    return patiently(life, 'GitHub', () => repository.revertChange({ reference, plan: planOf(life), mergeSha }));
  }
  const number = life.status.pullRequest?.number;
  const comment = `Berth closes this pull request: the request ${reference} has ended.`;
  const close = { branch: branchName(reference), comment, ...(number === undefined ? {} : { number }) };
  return patiently(life, 'GitHub', () => repository.closePullRequest(close));
}

/** The merge may have happened without our having heard of it: GitHub knows. */
async function findMerge(life: Lifecycle): Promise<string | undefined> {
  const { pullRequest, step } = life.status;
  if (!pullRequest || step !== 'APPROVAL_WORKFLOW') return undefined;
  const { number, branch } = pullRequest;
  const read = () => repositoryReads.readPullRequest({ ...plannedOf(life), number, branch });
  return (await patiently(life, 'GitHub', read)).mergeSha;
}
