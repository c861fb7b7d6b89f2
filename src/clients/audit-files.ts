/* The record for auditors as files of the ledger's branch. They are listed by month: GitHub lists a folder at once. */
import { readAuditPath } from '../domain/audit.ts';
import { LEDGER_BRANCH } from '../domain/ledger.ts';
import type { Fleet } from './github-fleet.ts';
import { branchHead } from './github-tree.ts';

/** A file of the record that has not been read yet. */
export interface AuditFile {
  readonly path: string;
  readonly sha: string;
  /** Numbers of its entries. */
  readonly first: number;
  readonly last: number;
}

/** The file with the highest numbers; undefined while Git has none. */
export async function lastAuditFile(fleet: Fleet): Promise<AuditFile | undefined> {
  for await (const files of monthsOf(fleet, newestFirst)) {
    const last = files.at(-1);
    if (last) return last;
  }
  return undefined;
}

/** Files that hold entries after this number, in order, a month at a time. */
export async function* auditFilesAfter(fleet: Fleet, seq: number): AsyncGenerator<readonly AuditFile[]> {
  for await (const files of monthsOf(fleet, oldestFirst)) {
    const later = files.filter(({ last }) => last > seq);
    if (later.length > 0) yield later;
  }
}

/** The lines of a file. */
export async function readAuditFile(fleet: Fleet, { sha }: AuditFile): Promise<readonly string[]> {
  const { data } = await fleet.rest.git.getBlob({ ...fleet.at, file_sha: sha });
  const text = Buffer.from(data.content, 'base64').toString('utf8');
  return text.split('\n').slice(0, text.endsWith('\n') ? -1 : undefined);
}

interface Named {
  readonly path: string;
  readonly sha: string;
}

type Order = (a: Named, b: Named) => number;
const oldestFirst: Order = (a, b) => (a.path < b.path ? -1 : 1);
const newestFirst: Order = (a, b) => oldestFirst(b, a);

async function* monthsOf(fleet: Fleet, order: Order): AsyncGenerator<readonly AuditFile[]> {
  const head = await branchHead(fleet, LEDGER_BRANCH);
  const root = head ? (await folder(fleet, head)).find(({ path }) => path === 'audit') : undefined;
  if (!root) return;
  for (const year of (await folder(fleet, root.sha)).toSorted(order)) {
    for (const month of (await folder(fleet, year.sha)).toSorted(order)) {
      const files = await folder(fleet, month.sha);
      yield files.toSorted(oldestFirst).flatMap((file) => asAuditFile(`audit/${year.path}/${month.path}`, file));
    }
  }
}

async function folder(fleet: Fleet, sha: string): Promise<readonly Named[]> {
  const { data } = await fleet.rest.git.getTree({ ...fleet.at, tree_sha: sha });
  return data.tree;
}

function asAuditFile(at: string, { path: name, sha }: Named): AuditFile[] {
  const path = `${at}/${name}`;
  const said = readAuditPath(path);
  return said ? [{ path, sha, ...said }] : [];
}
