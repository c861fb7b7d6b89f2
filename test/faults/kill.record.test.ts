import { Client, Connection } from '@temporalio/client';
import { PEOPLE } from '../../sandbox/people.ts';
import { callPatiently } from '../../scripts/demo/people.ts';
import type { Stage } from '../../scripts/demo/stage.ts';
import type { AuditEnd, AuditEntry, AuditPage } from '../../src/domain/audit.ts';
import { FULL_BATCH } from '../../src/domain/audit-keeping.ts';
import { verifyRecord } from '../../src/domain/audit-verify.ts';
import { eventually } from '../support/eventually.ts';
import { onStage, playByApi } from '../support/play-by-api.ts';
import { enter } from '../support/record.ts';

const asAuditor = async <T>({ sandbox }: Stage, path: string) => (await callPatiently(sandbox, PEOPLE.ada, path)) as T;

/** Replaces the worker the first time that it writes a file of the record. */
function killAtRecord(stage: Stage, at: 'effect' | 'replied'): () => boolean {
  let killed = false;
  stage.sandbox.context.writes.onMoment = ({ what }, moment) => {
    if (killed || moment !== at || !/contents\/audit(\/|%2F)/.test(what)) return;
    killed = true;
    stage.replaceWorker();
  };
  return () => killed;
}

/** More to tell than the request had: so much that the keeper writes at once. */
async function fillBatch({ temporal }: Stage): Promise<void> {
  const connection = await Connection.connect({ address: temporal.address });
  const ids = Array.from({ length: FULL_BATCH }, (_, n) => `id-${n}`);
  try {
    await enter({ client: new Client({ connection }) }, ...ids);
  } finally {
    await connection.close();
  }
}

test.each(['effect', 'replied'] as const)(
  'a worker killed when it has written the record (%s) leaves each entry in it once, with what the request told',
  async (at) => {
    await onStage(async (stage) => {
      const { phase, reference } = await playByApi(stage);
      expect(phase).toBe('ready');
      const wasKilled = killAtRecord(stage, at);
      await fillBatch(stage);
      const end = await eventually(async () => {
        const now = await asAuditor<AuditEnd>(stage, '/api/audit/end');
        return now.inGit >= FULL_BATCH && now;
      }, 100_000);
      expect(wasKilled()).toBe(true);

      const { lines, next } = await asAuditor<AuditPage>(stage, '/api/audit');

      expect(next).toBeNull();
      expect(verifyRecord(lines, { known: end })).toEqual({ head: { seq: end.seq, hash: end.hash }, findings: [] });
      const entries = lines.map((line) => JSON.parse(line) as AuditEntry);
      expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
      const told = entries.filter((entry) => entry.reference === reference && !entry.id.startsWith('id-'));
      expect(told.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
        // The task claimed, and then done.
        'act sam',
        'act sam',
        'policy policy',
        'decision lee',
        'policy policy',
      ]);
    });
  },
  240_000,
);
