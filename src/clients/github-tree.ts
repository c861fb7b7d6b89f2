import { ClientError } from './client-error.ts';
import type { Github } from './github.ts';
import { type Fleet, isGithubRefusal, orMissing } from './github-fleet.ts';

/** The fleet repository, ready to be asked. @throws ClientError `Configuration` when the App's key cannot be used at all. */
export async function openFleet(github: Github): Promise<Fleet> {
  const { rest, paginate } = await github.octokit().catch((error: unknown) => {
    if (isGithubRefusal(error)) throw error;
    throw new ClientError('Configuration', 'The key in github.privateKeyFile cannot be used to sign.');
  });
  return { rest, paginate, at: { owner: github.owner, repo: github.repo } };
}

/** A file in a tree. */
export interface Entry {
  readonly sha: string;
  readonly mode: string;
}
export type Tree = ReadonlyMap<string, Entry>;

/** All files at a commit. */
export async function readTree(fleet: Fleet, sha: string): Promise<Tree> {
  const { data } = await fleet.rest.git.getTree({ ...fleet.at, tree_sha: sha, recursive: '1' });
  if (data.truncated)
    throw new ClientError('Rejected', `The fleet repository is too large to be read at once (${sha}).`);
  const files = data.tree.filter(({ type }) => type !== 'tree');
  return new Map(files.map(({ path, sha, mode }) => [path, { sha, mode }]));
}

/** The commit of a branch, or nothing when there is no such branch. */
export async function branchHead(fleet: Fleet, branch: string): Promise<string | undefined> {
  const found = await orMissing(fleet.rest.git.getRef({ ...fleet.at, ref: `heads/${branch}` }));
  return found?.data.object.sha;
}

/** Names of all branches that start so. */
export async function branchesFrom(fleet: Fleet, prefix: string): Promise<string[]> {
  const refs = await fleet.paginate(fleet.rest.git.listMatchingRefs, { ...fleet.at, ref: `heads/${prefix}` });
  return refs.map(({ ref }) => ref.replace(/^refs\/heads\//, ''));
}

/** The text of a file. */
export async function readBlob(fleet: Fleet, sha: string): Promise<string> {
  const { data } = await fleet.rest.git.getBlob({ ...fleet.at, file_sha: sha });
  return Buffer.from(data.content, 'base64').toString('utf8');
}
