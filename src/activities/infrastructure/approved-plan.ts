import type { Github } from '../../clients/github.ts';
import { readMergedCommit, statusOf } from '../../clients/github-fleet.ts';
import { openFleet } from '../../clients/github-tree.ts';
import { asking } from '../repository/errors.ts';
import type { MergedRequest } from './executor.ts';

/**
 * Digest of the plan that people saw when they approved: whoever planned the head says it as the commit status
 * `berth/plan/<cluster>`, where it is bound to the very head that was approved. Null when nobody planned.
 */
export function readApprovedPlan(github: Github, { mergeSha, placement }: MergedRequest): Promise<string | null> {
  return asking('show the approved plan', async () => {
    const fleet = await openFleet(github);
    const head = (await readMergedCommit(fleet, mergeSha))?.pullRequestHead;
    const status = head ? await statusOf(fleet, head, `berth/plan/${placement.cluster}`) : undefined;
    return /sha256:[0-9a-f]{64}/.exec(status?.description ?? '')?.[0] ?? null;
  });
}
