import type { Fleet } from '../../clients/github-fleet.ts';
import { openFleet } from '../../clients/github-tree.ts';
import { type LedgerEntry, ledgerPath } from '../../domain/ledger.ts';
import type { RepositoryDeps } from './deps.ts';
import { addToLedger, beginLedger, shaInLedger } from './ledger-branch.ts';
import { blobSha } from './objects.ts';

/** One write; the very first entry of a fleet makes the branch, which takes three. */
export async function writeLedger({ github }: RepositoryDeps, { entry }: { entry: LedgerEntry }): Promise<void> {
  const fleet = await openFleet(github);
  const content = `${JSON.stringify(entry, null, 2)}\n`;
  const message = `Close ${entry.reference}: ${entry.outcome}\n\nBerth-Request: ${entry.reference}`;
  if (await beginLedger(fleet, { path: ledgerPath(entry), content, message })) return;
  const path = await freePath(fleet, entry, content);
  if (path) await addToLedger(fleet, { path, content, message });
}

/** Where the entry is to be written; undefined when it is there already. What is there with other content stays. */
async function freePath(fleet: Fleet, entry: LedgerEntry, content: string): Promise<string | undefined> {
  for (let version = 1; ; version++) {
    const path = ledgerPath(entry, version);
    const there = await shaInLedger(fleet, path);
    if (there === undefined) return path;
    if (there === blobSha(content)) return undefined;
  }
}
