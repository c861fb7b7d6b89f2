/*
 * The built portal as it lies in a folder, read once for each build: what is not in the list of its files cannot be
 * asked for, whatever a path says. A few hundred kilobytes, so they stay in memory, compressed.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { getMimeType } from 'hono/utils/mime';

/** A file as it may be sent. */
export interface BuiltFile {
  readonly type: string;
  /** Changes with the content. */
  readonly etag: string;
  readonly plain: Buffer;
  /** Compressed when first asked for; the content itself where that gains nothing. */
  packed(encoding: Encoding): Promise<Buffer>;
}

export type Encoding = 'br' | 'gzip';

/** Files of a build by path below its folder, with forward slashes. */
export type Build = ReadonlyMap<string, BuiltFile>;

export const INDEX = 'index.html';

/** Below this many bytes an answer only grows. */
const WORTH_PACKING = 1024;
const PACK = { br: promisify(brotliCompress), gzip: promisify(gzip) } as const;

/** Answers the build of this folder as it is now; undefined while there is none. A newer build is read when it is there. */
export function builtIn(folder: string): () => Build | undefined {
  let known: { readonly madeAt: number; readonly build: Build } | undefined;
  return () => {
    const madeAt = statSync(join(folder, INDEX), { throwIfNoEntry: false })?.mtimeMs;
    if (madeAt === undefined) return undefined;
    if (known?.madeAt !== madeAt) known = { madeAt, build: readBuild(folder) };
    return known.build;
  };
}

function readBuild(folder: string): Build {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path).split(sep).join('/'), readBuilt(path)];
    }),
  );
}

function readBuilt(path: string): BuiltFile {
  const plain = readFileSync(path);
  const type = getMimeType(path) ?? 'application/octet-stream';
  const packs = new Map<Encoding, Promise<Buffer>>();
  return {
    type,
    plain,
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    packed: async (encoding) => {
      if (plain.length < WORTH_PACKING || !isText(type)) return plain;
      const pack = packs.get(encoding) ?? PACK[encoding](plain);
      packs.set(encoding, pack);
      return pack;
    },
  };
}

const isText = (type: string): boolean => /^text\/|javascript|json|svg|xml/.test(type);
