import type { Octokit } from '@octokit/rest';
import { APPROVAL_CONTEXT } from '../domain/naming.ts';

/** The fleet repository, ready to be asked. */
export interface Fleet {
  readonly rest: Octokit['rest'];
  readonly paginate: Octokit['paginate'];
  readonly at: { readonly owner: string; readonly repo: string };
}

/** The branch everything is merged into. */
export const MAIN = 'main';

/** What Octokit throws: an answer of GitHub, or status 500 without `response` when there was none. */
export interface GithubRefusal extends Error {
  readonly status: number;
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

export function isGithubRefusal(error: unknown): error is GithubRefusal {
  return error instanceof Error && error.name === 'HttpError' && 'status' in error;
}

/** The answer, or nothing where GitHub has nothing under that name. */
export async function orMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isGithubRefusal(error) && error.status === 404) return undefined;
    throw error;
  }
}

/** Where two lines of history parted, or nothing when they have nothing in common. */
export async function mergeBase(fleet: Fleet, base: string, head: string): Promise<string | undefined> {
  const basehead = `${base}...${head}`;
  const found = await orMissing(fleet.rest.repos.compareCommitsWithBasehead({ ...fleet.at, basehead, per_page: 1 }));
  return found?.data.merge_base_commit.sha;
}

/** True when `commit` is `sha` itself or one of its ancestors. */
export async function contains(fleet: Fleet, sha: string, commit: string): Promise<boolean> {
  return sha === commit || (await mergeBase(fleet, commit, sha)) === commit;
}

/** A commit of the fleet's main branch that merged a pull request. */
export interface MergedCommit {
  /** Whole commit message, trailers included. */
  readonly message: string;
  /** Head of the pull request that it merged; null when it came from none. */
  readonly pullRequestHead: string | null;
}

/**
 * A commit of main; null when main does not hold it. Berth merges with a merge commit, whose second parent is the head
 * that was approved; a squash has none. A merge made in GitHub's own page carries no trailers of ours, but the head
 * that it merged does: both messages are given.
 */
export async function readMergedCommit(fleet: Fleet, sha: string): Promise<MergedCommit | null> {
  const found = await orMissing(fleet.rest.git.getCommit({ ...fleet.at, commit_sha: sha }));
  if (!found || !(await contains(fleet, MAIN, sha))) return null;
  const { message, parents } = found.data;
  const head = parents[1]?.sha;
  if (!head) return { message, pullRequestHead: null };
  const { data: merged } = await fleet.rest.git.getCommit({ ...fleet.at, commit_sha: head });
  return { message: `${message}\n${merged.message}`, pullRequestHead: head };
}

/** What a check says about a commit, if it says anything. */
export async function statusOf(
  fleet: Fleet,
  sha: string,
  context: string,
): Promise<{ state: string; description: string | null } | undefined> {
  const { data } = await fleet.rest.repos.getCombinedStatusForRef({ ...fleet.at, ref: sha, per_page: 100 });
  return data.statuses.find((status) => status.context === context);
}

/** What the check `berth/approval` says about a commit, if it says anything. */
export const approvalOf = (fleet: Fleet, sha: string) => statusOf(fleet, sha, APPROVAL_CONTEXT);
