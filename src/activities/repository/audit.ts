/* The record for auditors, as files of the ledger's branch. It goes on where Git has it, or not at all. */
import { type AuditFile, lastAuditFile, readAuditFile } from '../../clients/audit-files.ts';
import type { Fleet } from '../../clients/github-fleet.ts';
import { openFleet } from '../../clients/github-tree.ts';
import { AUDIT_START, type AuditBatch, type AuditHead, auditPath } from '../../domain/audit.ts';
import { chained } from '../../domain/audit-chain.ts';
import { headOfLine } from '../../domain/audit-verify.ts';
import { failure } from '../failures.ts';
import type { RepositoryDeps } from './deps.ts';
import { addToLedger, beginLedger } from './ledger-branch.ts';
import { blobSha } from './objects.ts';

/** Up to where Git has the record. */
export async function readRecordHead({ github }: RepositoryDeps): Promise<AuditHead> {
  const fleet = await openFleet(github);
  const last = await lastAuditFile(fleet);
  return last ? endOf(fleet, last) : AUDIT_START;
}

async function endOf(fleet: Fleet, file: AuditFile): Promise<AuditHead> {
  const head = headOfLine((await readAuditFile(fleet, file)).at(-1) ?? '');
  if (head?.seq === file.last) return head;
  throw failure('Configuration', `${file.path} of the ledger does not end with entry ${file.last}. ${MEND}`);
}

const MEND =
  'See who changed it (berth audit verify, git log on berth-ledger), put back what was there, and it goes on.';

/** One write, or none when the file is there; the very first file of a ledger takes three. */
export async function writeRecord(
  { github }: RepositoryDeps,
  { after, batch }: { after: AuditHead; batch: AuditBatch },
): Promise<AuditHead> {
  const fleet = await openFleet(github);
  const { lines, head } = chained(after, batch.entries);
  const content = lines.map((line) => `${line}\n`).join('');
  const path = auditPath(batch, after);
  const last = await lastAuditFile(fleet);
  if (last?.path === path && last.sha === blobSha(content)) return head;
  await requireEnd(fleet, last, after);
  const file = { path, content, message: `Record entries ${after.seq + 1} to ${head.seq}` };
  if (!(await beginLedger(fleet, file))) await addToLedger(fleet, file);
  return head;
}

/** Whatever was put in, taken out or written by another Berth, the record does not go on over it. */
async function requireEnd(fleet: Fleet, last: AuditFile | undefined, after: AuditHead): Promise<void> {
  const found = last ? await endOf(fleet, last) : AUDIT_START;
  if (found.seq === after.seq && found.hash === after.hash) return;
  const there = `The record in Git ends with entry ${found.seq} (${found.hash})`;
  throw failure('Configuration', `${there}, but Berth wrote up to entry ${after.seq} (${after.hash}). ${MEND}`);
}
