import { apiUrl, type Hub } from './hub.ts';
import { lines, type TreeEntry } from './objects.ts';
import { FLEET } from './state.ts';

/** Where a file or folder is, in all its addresses. */
function addresses(hub: Hub, path: string, ref: string, sha: string, kind: 'blob' | 'tree') {
  const url = apiUrl(hub, `/contents/${path}?ref=${ref}`);
  const git = apiUrl(hub, `/git/${kind}s/${sha}`);
  const html = `${hub.url}/${FLEET}/${kind}/${ref}/${path}`;
  return {
    name: path.split('/').at(-1) ?? '',
    path,
    sha,
    url,
    git_url: git,
    html_url: html,
    download_url: kind === 'blob' ? `${hub.url}/${FLEET}/raw/${ref}/${path}` : null,
    _links: { self: url, git, html },
  };
}

/** An entry of a folder. */
export function listed(hub: Hub, folder: string, ref: string, entry: TreeEntry) {
  const isFolder = entry.type === 'tree';
  return {
    type: isFolder ? 'dir' : 'file',
    size: entry.size ?? 0,
    ...addresses(hub, `${folder}/${entry.path}`, ref, entry.sha, isFolder ? 'tree' : 'blob'),
  };
}

/** A file as it was written just now: without what is in it. */
export function writtenFile(hub: Hub, path: string, ref: string, sha: string, size: number) {
  return { type: 'file', size, ...addresses(hub, path, ref, sha, 'blob') };
}

export function file(hub: Hub, path: string, ref: string, sha: string, content: Buffer) {
  return { ...writtenFile(hub, path, ref, sha, content.length), encoding: 'base64', content: lines(content) };
}
