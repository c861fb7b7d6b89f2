import type { AuditRecord } from '../../src/clients/audit-record.ts';
import type { Ledger } from '../../src/clients/ledger.ts';
import { AUDIT_START, type AuditEntry } from '../../src/domain/audit.ts';
import { chained } from '../../src/domain/audit-chain.ts';
import { type LedgerEntry, placeInLedger } from '../../src/domain/ledger.ts';

/** A ledger that holds these, for tests of whom it is shown to; how it is kept is tested elsewhere. */
export function memoryLedger(entries: readonly LedgerEntry[]): Ledger {
  return {
    ofRequest: async (reference) => entries.filter((entry) => entry.reference === reference),
    ofProject: async (project, limit, before = '~') =>
      entries
        .filter((entry) => entry.project === project && placeInLedger(entry) < before)
        .toSorted((a, b) => (placeInLedger(a) < placeInLedger(b) ? 1 : -1))
        .slice(0, limit),
    ofMonths: async (months, limit) => {
      const closed = (month: string) => entries.filter(({ closedAt }) => closedAt.startsWith(month));
      return {
        months: months.map((month) => ({ month, closed: closed(month).length })),
        entries: months.flatMap(closed).slice(0, limit),
      };
    },
  };
}

/** A record of these entries, of which a page has one line. */
export function memoryRecord(entries: readonly AuditEntry[]): AuditRecord {
  const { lines, head } = chained(AUDIT_START, entries);
  return {
    after: async (seq) => ({ lines: lines.slice(seq, seq + 1), next: seq + 1 < lines.length ? seq + 1 : null }),
    head: async () => head,
  };
}

const SPEC = `sha256:${'a'.repeat(64)}`;

/** What became of a request that Dana made and Lee approved. */
export function closedEntry(replace: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    reference: 'BR-7F3K2M9QXA',
    kind: 'create-project',
    outcome: 'ready',
    project: 'payments',
    costCentre: 'CC-1042',
    stage: 'prod',
    environment: 'payments-prod',
    channel: 'mail',
    requester: 'dana',
    startedBy: null,
    editedBy: [],
    lead: 'lee',
    openedAt: '2026-03-03T08:00:00Z',
    closedAt: '2026-03-04T06:00:00Z',
    specHash: SPEC,
    pullRequest: 1001,
    mergeSha: 'c'.repeat(40),
    policy: {
      engine: 'embedded',
      version: 'approval@0123456789abcdef',
      inputDigest: `sha256:${'1'.repeat(64)}`,
      autoApproval: null,
    },
    stages: [
      {
        name: 'lead',
        mode: 'any',
        count: 1,
        of: ['project-lead'],
        about: ['content', 'cost', 'placement'],
        why: 'The lead of the project decides.',
      },
    ],
    decisions: [
      {
        person: 'lee',
        verdict: 'approve',
        channel: 'github',
        stage: 'lead',
        specHash: SPEC,
        at: '2026-03-04T05:00:00Z',
        counts: true,
      },
    ],
    cost: { currency: 'USD', before: 0, after: 59.32, delta: 59.32, priceBook: '2026-01' },
    leaseEnd: null,
    placements: [{ cluster: 'cluster-east-prod', state: 'ready' }],
    steps: [
      {
        name: 'REQUEST_INITIATION',
        status: 'done',
        startedAt: '2026-03-03T08:00:00Z',
        endedAt: '2026-03-03T08:00:05Z',
      },
    ],
    undone: [],
    left: [],
    ...replace,
  };
}
