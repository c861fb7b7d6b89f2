import { compare } from '../domain/compare.ts';
import type { ClosedMonths } from '../domain/flow.ts';
import { LEDGER_BRANCH, type LedgerEntry, placeInLedger, readLedgerPath } from '../domain/ledger.ts';
import type { Github } from './github.ts';
import { githubError } from './github-errors.ts';
import type { Fleet } from './github-fleet.ts';
import { branchHead, openFleet, readTree } from './github-tree.ts';
import { keepBlobs, type ReadBlobs } from './kept-blobs.ts';

/** Closed requests, as Git keeps them. Reads only; throws ClientError. */
export interface Ledger {
  /** What stands of one request, corrections last; empty when it is not in the ledger. */
  ofRequest(reference: string): Promise<readonly LedgerEntry[]>;
  /**
   * Requests of a project, the last one closed first, at most `limit`; of each its last correction.
   * @param before only those of an earlier `placeInLedger`.
   */
  ofProject(project: string, limit: number, before?: string): Promise<readonly LedgerEntry[]>;
  /** How many were closed in these months (`2026-11`), and at most `limit` of them, drawn by their references. */
  ofMonths(months: readonly string[], limit: number): Promise<ClosedMonths>;
}

const MOST_KEPT = 2_000;

export function createLedger(github: Github): Ledger {
  const readEntries = keepBlobs(MOST_KEPT, (text) => JSON.parse(text) as LedgerEntry);
  const reading = async <T>(read: (fleet: Fleet) => Promise<T>): Promise<T> => {
    try {
      return await read(await openFleet(github));
    } catch (error) {
      throw githubError(error, 'read the ledger');
    }
  };
  return {
    ofRequest: (reference) => reading((fleet) => ofRequest(fleet, readEntries, reference)),
    ofProject: (project, limit, before) => reading((fleet) => ofProject(fleet, readEntries, project, limit, before)),
    ofMonths: (months, limit) => reading((fleet) => ofMonths(fleet, readEntries, months, limit)),
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
  const years = data.tree.filter(({ path }) => /^\d{4}$/.test(path)).toSorted((a, b) => compare(b.path, a.path));
  for (const { path: year, sha } of years) yield [...(await readTree(fleet, sha))].flatMap((file) => filed(year, file));
}

function filed(year: string, [path, { sha }]: readonly [string, { readonly sha: string }]): Filed[] {
  const whole = `${year}/${path}`;
  const said = readLedgerPath(whole);
  return said ? [{ path: whole, sha, ...said }] : [];
}

async function ofRequest(fleet: Fleet, readEntries: ReadBlobs<LedgerEntry>, reference: string): Promise<LedgerEntry[]> {
  for await (const files of yearsOf(fleet)) {
    const found = files.filter((file) => file.reference === reference).toSorted((a, b) => a.version - b.version);
    if (found.length > 0) return readEntries(fleet, shasOf(found));
  }
  return [];
}

async function ofProject(
  fleet: Fleet,
  readEntries: ReadBlobs<LedgerEntry>,
  project: string,
  limit: number,
  before?: string,
): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for await (const files of yearsOf(fleet)) {
    const latest = latestVersions(files.filter((file) => file.project === project));
    const read = await readEntries(fleet, shasOf(latest));
    const wanted = read.filter((entry) => before === undefined || placeInLedger(entry) < before);
    entries.push(...wanted.toSorted((a, b) => compare(placeInLedger(b), placeInLedger(a))));
    if (entries.length >= limit) break;
  }
  return entries.slice(0, limit);
}

async function ofMonths(
  fleet: Fleet,
  readEntries: ReadBlobs<LedgerEntry>,
  months: readonly string[],
  limit: number,
): Promise<ClosedMonths> {
  const monthOf = ({ path }: Filed) => path.slice(0, 7).replace('/', '-');
  const found: Filed[] = [];
  const first = months.toSorted()[0] ?? '';
  for await (const files of yearsOf(fleet)) {
    found.push(...latestVersions(files.filter((file) => months.includes(monthOf(file)))));
    if (files.some(({ path }) => path.slice(0, 4) <= first.slice(0, 4))) break;
  }
  const drawn = found.toSorted((a, b) => compare(a.reference, b.reference)).slice(0, limit);
  const counted = months.map((month) => ({ month, closed: found.filter((file) => monthOf(file) === month).length }));
  return { months: counted, entries: await readEntries(fleet, shasOf(drawn)) };
}

const shasOf = (files: readonly Filed[]) => files.map(({ sha }) => sha);

function latestVersions(files: readonly Filed[]): Filed[] {
  const latest = new Map<string, Filed>();
  for (const file of files) {
    if ((latest.get(file.reference)?.version ?? 0) < file.version) latest.set(file.reference, file);
  }
  return [...latest.values()];
}
