/*
 * Pull requests that nobody decides about, since what they hold follows from what was decided: the undo of a merge, and
 * the later parts of a removal. Berth merges them itself, and only when they are exactly that.
 */
import { ApplicationFailure } from '@temporalio/common';
import { type Fleet, MAIN, mergeBase } from '../../clients/github-fleet.ts';
import { branchHead, type Entry, readTree } from '../../clients/github-tree.ts';
import { pullRequestMarker, trailers } from '../../domain/naming.ts';
import { failure } from '../failures.ts';
import { setApproval } from './approval.ts';
import { mergeNow } from './merge.ts';
import { changedBetween, differingPaths, sameEntry, type TreeChange, writeCommit } from './objects.ts';
import { type ListedPull, removeBranch } from './pulls.ts';

export interface OwnChange {
  readonly branch: string;
  readonly reference: string;
  readonly specHash: string;
  readonly title: string;
  readonly body: string;
  /** A trailer that says what it follows from. */
  readonly trailer: string;
  /** Why nobody decides about it, for the check. */
  readonly why: string;
  /** Main as it was looked at. */
  readonly base: string;
  /** Decides the date of the commit: a repeated attempt makes the same one. */
  readonly at: string;
  readonly changes: readonly TreeChange[];
  /** All that it may touch, as it must be afterwards; undefined where there must be nothing. */
  readonly allowed: ReadonlyMap<string, Entry | undefined>;
}

/**
 * Makes, proves and merges it; what an earlier attempt has done is not done again.
 * @param earlier its pull request, when there is one.
 * @throws failure `Rejected` when the branch holds anything else.
 */
export async function mergeOwn(
  fleet: Fleet,
  change: OwnChange,
  earlier: ListedPull | undefined,
): Promise<{ number: number; mergeSha: string }> {
  const { branch, reference, specHash } = change;
  const headSha = await bringBranch(fleet, change);
  const number = earlier?.number ?? (await openPull(fleet, change));
  if (earlier?.state === 'closed') await fleet.rest.pulls.update({ ...fleet.at, pull_number: number, state: 'open' });
  await setApproval(fleet, headSha, 'success', change.why);
  const mergeSha = await mergeNow(fleet, { number, headSha, reference, specHash }).catch(makeAgain);
  await removeBranch(fleet, branch);
  return { number, mergeSha };
}

/** Nobody decides about this one: the next attempt makes it on what main is by then. */
function makeAgain(error: unknown): never {
  if (!(error instanceof ApplicationFailure) || error.type !== 'MergeConflict') throw error;
  throw failure('NotYet', error.message, { cause: error });
}

/** The branch at exactly this change; where main has gone on under its paths, made again on top of both. */
async function bringBranch(fleet: Fleet, change: OwnChange): Promise<string> {
  const { branch, base, changes, reference, specHash, title, trailer, at } = change;
  const there = await branchHead(fleet, branch);
  const standing = there !== undefined && !(await isPassed(fleet, change, there)) ? there : undefined;
  const message = `${title}\n\n${trailers(reference, specHash)}\n${trailer}\n`;
  const parents = there === undefined ? [base] : [there, base];
  const sha = standing ?? (await writeCommit(fleet, { base, changes, parents, message, at }));
  await requireExact(fleet, sha, change);
  if (there === undefined) await fleet.rest.git.createRef({ ...fleet.at, ref: `refs/heads/${branch}`, sha });
  else if (sha !== there) await fleet.rest.git.updateRef({ ...fleet.at, ref: `heads/${branch}`, sha });
  return sha;
}

async function isPassed(fleet: Fleet, { base, allowed }: OwnChange, head: string): Promise<boolean> {
  const common = (await mergeBase(fleet, MAIN, head)) ?? base;
  return (await changedBetween(fleet, [...allowed.keys()], [common, base])).length > 0;
}

/** The rule that lets this pass without a person: every path as it must be, nothing else touched. */
async function requireExact(fleet: Fleet, sha: string, { allowed, branch, title }: OwnChange): Promise<void> {
  const tree = await readTree(fleet, sha);
  const common = await readTree(fleet, (await mergeBase(fleet, MAIN, sha)) ?? '');
  const equal = [...allowed].every(([path, entry]) => sameEntry(tree.get(path), entry));
  if (equal && differingPaths(common, tree).every((path) => allowed.has(path))) return;
  const message = `The branch ${branch} at ${sha.slice(0, 10)} holds something else than "${title}"; an operator has to look at it.`;
  throw failure('Rejected', message);
}

async function openPull(fleet: Fleet, { branch, title, body, reference }: OwnChange): Promise<number> {
  const marked = `${body}\n\n${pullRequestMarker(reference)}`;
  const { data } = await fleet.rest.pulls.create({ ...fleet.at, head: branch, base: MAIN, title, body: marked });
  return data.number;
}
