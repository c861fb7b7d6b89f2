import { LEDGER_BRANCH, type LedgerEntry, readLedgerPath } from '../domain/ledger.ts';
import type { Github } from './github.ts';
import { githubError } from './github-errors.ts';
import type { Fleet } from './github-fleet.ts';
import { branchHead, openFleet, readTree } from './github-tree.ts';

/** Closed requests, as Git keeps them. Reads only; throws ClientError. */
export interface Ledger {
  /** What stands of one request, corrections last; empty when it is not in the ledger. */
  ofRequest(reference: string): Promise<readonly LedgerEntry[]>;
  /** Requests of a project, the last one closed first, at most `limit`; of each its last correction. */
  ofProject(project: string, limit: number): Promise<readonly LedgerEntry[]>;
}

export function createLedger(github: Github): Ledger {
  const reading = async <T>(read: (fleet: Fleet) => Promise<T>): Promise<T> => {
    try {
      return await read(await openFleet(github));
    } catch (error) {
      throw githubError(error, 'read the ledger');
    }
  };
  return {
    ofRequest: (reference) => reading((fleet) => ofRequest(fleet, reference)),
    ofProject: (project, limit) => reading((fleet) => ofProject(fleet, project, limit)),
  };
}

/** References of all closed requests. */
export async function closedReferences(fleet: Fleet): Promise<Set<string>> {
  const references = new Set<string>();
  for await (const files of yearsOf(fleet)) for (const { reference } of files) references.add(reference);
  return references;
}

/** An entry that has not been read yet. */
interface Filed {
  readonly path: string;
  readonly sha: string;
  readonly project: string | null;
  readonly reference: string;
  readonly version: number;
}

/** A year at a time, newest first: GitHub lists about 20,000 files at once. */
async function* yearsOf(fleet: Fleet): AsyncGenerator<readonly Filed[]> {
  const head = await branchHead(fleet, LEDGER_BRANCH);
  if (!head) return;
  const { data } = await fleet.rest.git.getTree({ ...fleet.at, tree_sha: head });
  const years = data.tree.filter(({ path }) => /^\d{4}$/.test(path)).toSorted((a, b) => (a.path < b.path ? 1 : -1));
  for (const { path: year, sha } of years) yield [...(await readTree(fleet, sha))].flatMap((file) => filed(year, file));
}

function filed(year: string, [path, { sha }]: readonly [string, { readonly sha: string }]): Filed[] {
  const whole = `${year}/${path}`;
  const said = readLedgerPath(whole);
  return said ? [{ path: whole, sha, ...said }] : [];
}

async function ofRequest(fleet: Fleet, reference: string): Promise<LedgerEntry[]> {
  for await (const files of yearsOf(fleet)) {
    const found = files.filter((file) => file.reference === reference).toSorted((a, b) => a.version - b.version);
    if (found.length > 0) return Promise.all(found.map(({ sha }) => readEntry(fleet, sha)));
  }
  return [];
}

async function ofProject(fleet: Fleet, project: string, limit: number): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for await (const files of yearsOf(fleet)) {
    const latest = latestVersions(files.filter((file) => file.project === project));
    const read = await Promise.all(latest.map(({ sha }) => readEntry(fleet, sha)));
    entries.push(...read.toSorted((a, b) => (a.closedAt < b.closedAt ? 1 : -1)));
    if (entries.length >= limit) break;
  }
  return entries.slice(0, limit);
}

function latestVersions(files: readonly Filed[]): Filed[] {
  const latest = new Map<string, Filed>();
  for (const file of files) {
    if ((latest.get(file.reference)?.version ?? 0) < file.version) latest.set(file.reference, file);
  }
  return [...latest.values()];
}

async function readEntry(fleet: Fleet, sha: string): Promise<LedgerEntry> {
  const { data } = await fleet.rest.git.getBlob({ ...fleet.at, file_sha: sha });
  return JSON.parse(Buffer.from(data.content, 'base64').toString('utf8')) as LedgerEntry;
}
