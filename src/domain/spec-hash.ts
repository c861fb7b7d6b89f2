import { createHash } from 'node:crypto';
import type { RenderedFile } from './change.ts';
import { compare } from './compare.ts';

/** The one line of a request's file that says the hash; always alone, because no text of ours spans lines. */
const HASH_LINE = /^specHash: "sha256:[0-9a-f]{64}"\n/m;
const REQUEST_FILE = /^requests\/[^/]+\/[^/]+\.yaml$/;

/**
 * What people approve: SHA-256 over the owned paths and their contents, without the line that says the hash. Inputs,
 * price-book version and item versions are part of it, since the request's file states them; so it can be computed from
 * Git alone. The order of the files does not matter.
 */
export function specHash(files: readonly RenderedFile[]): string {
  const hash = createHash('sha256');
  for (const { path, content } of files.toSorted((a, b) => compare(a.path, b.path))) {
    const text = REQUEST_FILE.test(path) ? content.replace(HASH_LINE, '') : content;
    // Lengths first: no content can pass for another path.
    hash.update(`${Buffer.byteLength(path)} ${Buffer.byteLength(text)}\n${path}\n${text}\n`);
  }
  return `sha256:${hash.digest('hex')}`;
}

/** Writes the hash into the request's file of a change set. */
export function stampSpecHash(files: readonly RenderedFile[]): { specHash: string; files: RenderedFile[] } {
  const value = specHash(files);
  const stamp = (file: RenderedFile) =>
    REQUEST_FILE.test(file.path)
      ? { path: file.path, content: `${file.content.replace(HASH_LINE, '')}specHash: "${value}"\n` }
      : file;
  return { specHash: value, files: files.map(stamp) };
}
