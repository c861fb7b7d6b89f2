/* Whether the record for auditors can be written, and whether its end is as Berth wrote it. */
import type { Client } from '@temporalio/client';
import { lastAuditFile, readAuditFile } from '../clients/audit-files.ts';
import { createGithub } from '../clients/github.ts';
import { openFleet } from '../clients/github-tree.ts';
import { connectTemporal } from '../clients/temporal.ts';
import type { Config } from '../config.ts';
import { AUDIT_START, type AuditHead, type AuditTail } from '../domain/audit.ts';
import { verifyRecord } from '../domain/audit-verify.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import { readAuditTail } from '../intake/audit-tail.ts';
import { type Finding, Missing, tryFirst, tryOut } from './finding.ts';

const SYSTEM = 'audit';
const ANSWER_WITHIN_MS = 10_000;
const SEE = 'See docs/audit.md';

/** @param fleet undefined when it cannot be read: then neither can the record, and the checks of GitHub say why. */
export async function checkRecord(
  config: Pick<Config, 'github' | 'temporal'>,
  fleet: FleetSnapshot | undefined,
): Promise<Finding[]> {
  if (!fleet) return [];
  // The keeper first, for what it writes meanwhile is in Git by then.
  return judgeRecord(config, await askKeeper(config));
}

/** @param tail what the keeper said before; null when it could not be asked. */
export function judgeRecord(config: Pick<Config, 'github'>, tail: AuditTail | null): Promise<Finding[]> {
  const read = async () => {
    const value = await endInGit(config);
    return { detail: value.seq === 0 ? 'no entry yet' : `entry ${value.seq} is its last`, value };
  };
  return tryFirst(SYSTEM, 'record in Git', read, async (inGit) => [
    await tryOut(SYSTEM, 'keeper of the record', async () => judgeKeeper(tail, inGit)),
  ]);
}

/** @throws Missing when its last file is not as Berth wrote it. */
async function endInGit(config: Pick<Config, 'github'>): Promise<AuditHead> {
  const github = await openFleet(createGithub(config));
  const file = await lastAuditFile(github);
  if (!file) return AUDIT_START;
  const lines = await readAuditFile(github, file);
  const { head, findings } = verifyRecord(lines, { isPart: true, known: { seq: file.last } });
  const isWhole = findings.length === 0 && lines.length === file.last - file.first + 1;
  if (isWhole && head) return head;
  const why = findings[0]?.text ?? `It has ${lines.length} lines.`;
  throw new Missing(`${file.path} is not as Berth wrote it: ${why} Put back what was there. ${SEE}.`);
}

/** Null when no worker answers for the keeper. */
async function askKeeper({ temporal }: Pick<Config, 'temporal'>): Promise<AuditTail | null> {
  let client: Client | undefined;
  try {
    const asked = await connectTemporal(temporal);
    client = asked;
    return await asked.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => readAuditTail(asked));
  } catch {
    // Whether Temporal and its workers answer is told elsewhere.
    return null;
  } finally {
    await client?.connection.close();
  }
}

/**
 * What the keeper says, held against Git.
 * @param tail null when it could not be asked.
 * @throws Missing
 */
export function judgeKeeper(tail: AuditTail | null, inGit: AuditHead): string {
  if (!tail) return 'not asked, for no worker of Berth answers';
  const { head, entries, problem } = tail;
  if (problem !== null) throw new Missing(`${entries.length} entries cannot be written: ${problem} ${SEE}.`);
  const isBehind = head !== null && inGit.seq < head.seq;
  if (isBehind || (head?.seq === inGit.seq && head.hash !== inGit.hash)) {
    const what = isBehind
      ? `Git ends with entry ${inGit.seq}, of ${head.seq} written`
      : `Entry ${inGit.seq} of Git is another`;
    throw new Missing(`${what}: put back what was there. ${SEE}.`);
  }
  return entries.length === 0 ? 'nothing is left to write' : `${entries.length} entries not written yet`;
}
