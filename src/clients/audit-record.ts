import { AUDIT_START, type AuditHead, type AuditPage } from '../domain/audit.ts';
import { headOfLine } from '../domain/audit-verify.ts';
import { auditFilesAfter, lastAuditFile, readAuditFile } from './audit-files.ts';
import type { Github } from './github.ts';
import { githubError } from './github-errors.ts';
import type { Fleet } from './github-fleet.ts';
import { openFleet } from './github-tree.ts';

/** The record for auditors, as Git keeps it. Reads only; throws ClientError. */
export interface AuditRecord {
  /** What comes after this number: some files of it, and `next` null when Git has no more. */
  after(seq: number): Promise<AuditPage>;
  /** Up to where Git has it. */
  head(): Promise<AuditHead>;
}

export function createAuditRecord(github: Github): AuditRecord {
  const reading = async <T>(read: (fleet: Fleet) => Promise<T>): Promise<T> => {
    try {
      return await read(await openFleet(github));
    } catch (error) {
      throw githubError(error, 'show the record for auditors');
    }
  };
  return { after: (seq) => reading((fleet) => readAfter(fleet, seq)), head: () => reading(readHead) };
}

/** About a thousand entries, or two and a half megabytes. */
const MOST_FILES = 10;

async function readAfter(fleet: Fleet, seq: number): Promise<AuditPage> {
  const lines: string[] = [];
  let [count, next] = [0, seq];
  for await (const file of auditFilesAfter(fleet, seq)) {
    if (count === MOST_FILES) return { lines, next };
    // The first one may begin before what is asked for.
    lines.push(...(await readAuditFile(fleet, file)).slice(Math.max(0, seq + 1 - file.first)));
    count += 1;
    next = file.last;
  }
  return { lines, next: null };
}

async function readHead(fleet: Fleet): Promise<AuditHead> {
  const last = await lastAuditFile(fleet);
  const line = last ? (await readAuditFile(fleet, last)).at(-1) : undefined;
  return line === undefined ? AUDIT_START : (headOfLine(line) ?? AUDIT_START);
}
