import { readAuditPath } from '../../domain/audit.ts';
import { readLedgerPath } from '../../domain/ledger.ts';
import { type FleetFinding, refuse } from '../finding.ts';

/** A commit that changed or removed a file, where files are only ever added. */
interface Rewrite {
  readonly commit: string;
  readonly path: string;
}

/** Entries of the ledger are written once; what was wrong is corrected by another beside them. */
export function checkLedger(rewrites: readonly Rewrite[]): FleetFinding[] {
  return rewrites
    .filter(({ path }) => readLedgerPath(path) ?? readAuditPath(path))
    .map(({ path, commit }) =>
      refuse(
        'ledger',
        { path, line: 1 },
        `was changed or deleted by ${commit.slice(0, 7)}`,
        `The ledger only grows: see who made that commit, and put back what was there (git show ${commit.slice(0, 7)}^:${path}).`,
      ),
    );
}
