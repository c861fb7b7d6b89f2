import type { Github } from '../../clients/github.ts';
import {
  approvalOf,
  contains,
  type Fleet,
  type MergedCommit,
  orMissing,
  readMergedCommit,
} from '../../clients/github-fleet.ts';
import { openFleet } from '../../clients/github-tree.ts';
import { asking } from './errors.ts';

/** What infrastructure and deployment read of the fleet's history; each throws failures of the closed list. */
export interface FleetHistory {
  /** Content of a file at a commit; null when it is not there. */
  readonly readFile: (sha: string, path: string) => Promise<string | null>;
  /** Git id of a folder at a commit; null when it is not there. */
  readonly treeAt: (sha: string, path: string) => Promise<string | null>;
  /** True when `commit` is `sha` itself or one of its ancestors. */
  readonly contains: (sha: string, commit: string) => Promise<boolean>;
  /** A commit of main with the head of the pull request that it merged; null when main does not hold it. */
  readonly readMergedCommit: (sha: string) => Promise<MergedCommit | null>;
  /** State of `berth/approval` on a commit; null when there is none. */
  readonly readApprovalStatus: (sha: string) => Promise<string | null>;
}

export function createFleetHistory(github: Github): FleetHistory {
  const reading = <T>(what: string, read: (fleet: Fleet) => Promise<T>) =>
    asking(`show ${what}`, async () => read(await openFleet(github)));
  return {
    readFile: (sha, path) => reading(path, (fleet) => readFile(fleet, sha, path)),
    treeAt: (sha, path) => reading(path, (fleet) => treeAt(fleet, sha, path)),
    contains: (sha, commit) => reading('the history of main', (fleet) => contains(fleet, sha, commit)),
    readMergedCommit: (sha) => reading(`commit ${sha}`, (fleet) => readMergedCommit(fleet, sha)),
    readApprovalStatus: (sha) =>
      reading('the approval check', async (fleet) => (await approvalOf(fleet, sha))?.state ?? null),
  };
}

async function readFile(fleet: Fleet, sha: string, path: string): Promise<string | null> {
  const found = await orMissing(fleet.rest.repos.getContent({ ...fleet.at, path, ref: sha }));
  const data = found?.data;
  if (!data || Array.isArray(data) || data.type !== 'file') return null;
  return Buffer.from(data.content, 'base64').toString('utf8');
}

/** Walks down folder by folder: a recursive listing of a large fleet would be cut. */
async function treeAt(fleet: Fleet, sha: string, path: string): Promise<string | null> {
  let tree: string | undefined = sha;
  for (const name of path.split('/').filter((part) => part !== '' && part !== '.')) {
    const found: Awaited<ReturnType<typeof listTree>> | undefined = await orMissing(listTree(fleet, tree));
    tree = found?.data.tree.find((entry) => entry.path === name && entry.type === 'tree')?.sha;
    if (!tree) return null;
  }
  return tree;
}

const listTree = (fleet: Fleet, sha: string) => fleet.rest.git.getTree({ ...fleet.at, tree_sha: sha });
