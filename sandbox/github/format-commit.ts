import type { Answer } from './answer.ts';
import { type ChangedPath, changedPaths, countCommits, isAncestor, listCommits, patchOf } from './history.ts';
import { apiUrl, type Hub } from './hub.ts';
import { type CommitDetails, readCommit } from './objects.ts';
import { FLEET } from './state.ts';

export function gitCommit(hub: Hub, found: CommitDetails) {
  return {
    sha: found.sha,
    node_id: `C_${found.sha}`,
    url: apiUrl(hub, `/git/commits/${found.sha}`),
    html_url: `${hub.url}/${FLEET}/commit/${found.sha}`,
    author: found.author,
    committer: found.committer,
    message: found.message,
    tree: { sha: found.tree, url: apiUrl(hub, `/git/trees/${found.tree}`) },
    parents: found.parents.map((parent) => ({
      sha: parent,
      url: apiUrl(hub, `/git/commits/${parent}`),
      html_url: `${hub.url}/${FLEET}/commit/${parent}`,
    })),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  } satisfies Answer<'git', 'getCommit'>;
}

/** A commit as the repository API shows it, around the git one. */
export async function repositoryCommit(hub: Hub, sha: string): Promise<Answer<'repos', 'getCommit'>> {
  const { parents, ...found } = gitCommit(hub, await readCommit(hub.git, sha));
  return {
    sha,
    node_id: found.node_id,
    url: apiUrl(hub, `/commits/${sha}`),
    html_url: found.html_url,
    comments_url: apiUrl(hub, `/commits/${sha}/comments`),
    author: null,
    committer: null,
    commit: { ...found, comment_count: 0 },
    parents,
  };
}

/** A file that differs between two commits. */
async function changedFile(hub: Hub, from: string, to: string, { path, ...rest }: ChangedPath) {
  // What was removed is shown as it was.
  const shown = rest.status === 'removed' ? from : to;
  return {
    filename: path,
    ...rest,
    changes: rest.additions + rest.deletions,
    sha: (await hub.git.resolve(`${shown}:${path}`)) ?? null,
    blob_url: `${hub.url}/${FLEET}/blob/${shown}/${path}`,
    raw_url: `${hub.url}/${FLEET}/raw/${shown}/${path}`,
    contents_url: apiUrl(hub, `/contents/${path}?ref=${shown}`),
    patch: await patchOf(hub.git, from, to, path),
  };
}

export function changedFiles(hub: Hub, from: string, to: string, changed: readonly ChangedPath[]) {
  return Promise.all(changed.map((path) => changedFile(hub, from, to, path)));
}

/** Two commits side by side, named as the caller named them; `common` is where they parted. */
export async function comparison(
  hub: Hub,
  { names, base, head, common }: { names: string; base: string; head: string; common: string },
): Promise<Answer<'repos', 'compareCommitsWithBasehead'>> {
  const html = `${hub.url}/${FLEET}/compare/${names}`;
  const ahead = await listCommits(hub.git, base, head);
  const page = ahead.slice(0, SHOWN_COMMITS);
  return {
    url: apiUrl(hub, `/compare/${names}`),
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    status: await relation(hub, base, head),
    ahead_by: ahead.length,
    behind_by: await countCommits(hub.git, head, base),
    total_commits: ahead.length,
    base_commit: await repositoryCommit(hub, base),
    merge_base_commit: await repositoryCommit(hub, common),
    commits: await Promise.all(page.map((sha) => repositoryCommit(hub, sha))),
    files: await changedFiles(hub, common, head, await changedPaths(hub.git, common, head)),
  };
}

const SHOWN_COMMITS = 250;

async function relation(hub: Hub, base: string, head: string) {
  if (base === head) return 'identical' as const;
  if (await isAncestor(hub.git, base, head)) return 'ahead' as const;
  return (await isAncestor(hub.git, head, base)) ? ('behind' as const) : ('diverged' as const);
}
