import type { MergedCommit } from '../clients/github-fleet.ts';
import { APPROVAL_CONTEXT, trailers } from '../domain/naming.ts';
import { InfrastructureError } from './error.ts';
import type { WallsOrder } from './order.ts';

type GateOrder = Pick<WallsOrder, 'request' | 'plan' | 'mergeSha'>;

export interface GateReads {
  /** Null when main does not contain the commit. */
  readMergedCommit(sha: string): Promise<MergedCommit | null>;
  /** State of the newest status `berth/approval` on a commit; null when there is none. */
  readApprovalStatus(sha: string): Promise<string | null>;
}

/** Lets a merge through to infrastructure, or throws `UnapprovedMerge`. */
export type ApplyGate = (order: GateOrder) => Promise<void>;

/**
 * The gate before every apply: the commit is on main, carries this request's trailers with the approved hash, and
 * merged a head on which the approval holds. Merging by hand past a switched-off protection does not open it.
 */
export function createApplyGate(reads: GateReads): ApplyGate {
  return async (order) => {
    const commit = await reads.readMergedCommit(order.mergeSha);
    if (!commit) throw unapproved(order, 'is not on the main branch');
    refuseOtherContent(order, commit.message);
    if (!commit.pullRequestHead) throw unapproved(order, 'came from no pull request');
    const state = await reads.readApprovalStatus(commit.pullRequestHead);
    if (state !== 'success') {
      const head = commit.pullRequestHead.slice(0, 7);
      throw unapproved(order, `merged ${head}, whose ${APPROVAL_CONTEXT} is ${state ?? 'not set'}`);
    }
  };
}

function refuseOtherContent(order: GateOrder, message: string): void {
  const lines = new Set(message.split('\n').map((line) => line.trim()));
  for (const trailer of trailers(order.request.reference, order.plan.specHash).split('\n')) {
    if (!lines.has(trailer)) throw unapproved(order, `has no trailer "${trailer}"`);
  }
}

function unapproved(order: GateOrder, why: string): InfrastructureError {
  const mend = 'decide about it in Berth and retry, or revert the merge';
  return new InfrastructureError(
    'UnapprovedMerge',
    `Commit ${order.mergeSha.slice(0, 7)} ${why}; nothing was applied: ${mend}`,
  );
}
