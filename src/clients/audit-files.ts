/* The record for auditors as files of the ledger's branch. */
import { readAuditPath } from '../domain/audit.ts';
import { LEDGER_BRANCH } from '../domain/ledger.ts';
import type { Fleet } from './github-fleet.ts';
import { branchHead, readBlob, readTree } from './github-tree.ts';

/** A file of the record that has not been read yet. */
export interface AuditFile {
  readonly path: string;
  readonly sha: string;
  /** Numbers of its entries. */
  readonly first: number;
  readonly last: number;
}

/** The file with the highest numbers; undefined while Git has none. Folder by folder, for it is looked for at each writing. */
export async function lastAuditFile(fleet: Fleet): Promise<AuditFile | undefined> {
  for (const year of await yearsOf(fleet, newestFirst)) {
    for (const month of (await folder(fleet, year.sha)).toSorted(newestFirst)) {
      const files = await folder(fleet, month.sha);
      const last = files.flatMap((file) => asAuditFile(`${year.path}/${month.path}/${file.path}`, file.sha)).at(-1);
      if (last) return last;
    }
  }
  return undefined;
}

/** Files that hold entries after this number, in order; a year at a time, since GitHub lists 100,000 files at once. */
export async function* auditFilesAfter(fleet: Fleet, seq: number): AsyncGenerator<AuditFile> {
  for (const year of await yearsOf(fleet, oldestFirst)) {
    const files = [...(await readTree(fleet, year.sha))];
    const named = files.flatMap(([path, { sha }]) => asAuditFile(`${year.path}/${path}`, sha));
    yield* named.filter(({ last }) => last > seq).toSorted(oldestFirst);
  }
}

/** The lines of a file. */
export async function readAuditFile(fleet: Fleet, { sha }: AuditFile): Promise<readonly string[]> {
  const text = await readBlob(fleet, sha);
  return text.split('\n').slice(0, text.endsWith('\n') ? -1 : undefined);
}

interface Named {
  readonly path: string;
  readonly sha: string;
}

type Order = (a: Named, b: Named) => number;
const oldestFirst: Order = (a, b) => (a.path < b.path ? -1 : 1);
const newestFirst: Order = (a, b) => oldestFirst(b, a);

async function yearsOf(fleet: Fleet, order: Order): Promise<readonly Named[]> {
  const head = await branchHead(fleet, LEDGER_BRANCH);
  const root = head ? (await folder(fleet, head)).find(({ path }) => path === 'audit') : undefined;
  return root ? (await folder(fleet, root.sha)).toSorted(order) : [];
}

async function folder(fleet: Fleet, sha: string): Promise<readonly Named[]> {
  const { data } = await fleet.rest.git.getTree({ ...fleet.at, tree_sha: sha });
  return data.tree;
}

/** @param path below `audit/`. */
function asAuditFile(path: string, sha: string): AuditFile[] {
  const said = readAuditPath(`audit/${path}`);
  return said ? [{ path: `audit/${path}`, sha, ...said }] : [];
}
