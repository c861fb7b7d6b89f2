import { AUDIT_START, type AuditEntry, auditPath, readAuditPath } from './audit.ts';
import { FULL_BATCH, NOTHING_KEPT, unwritten, withBatch, withEntries, withWritten } from './audit-keeping.ts';

const NOW = '2026-11-21T09:00:00.000Z';
const entry = (id: string, change: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  at: NOW,
  reference: null,
  kind: 'act',
  by: 'olga',
  what: id,
  facts: {},
  ...change,
});
const some = (count: number) => Array.from({ length: count }, (_, n) => entry(`id-${n}`));
const idsOf = (entries: readonly AuditEntry[]) => entries.map(({ id }) => id);

test('entries are kept in the order in which they came, each once, also after it was written', () => {
  let kept = withEntries(NOTHING_KEPT, [entry('a'), entry('b'), entry('a')]);
  kept = withWritten(withBatch(kept, NOW), { seq: 2, hash: 'sha256:2' });
  kept = withEntries(kept, [entry('b'), entry('c')]);
  expect(idsOf(unwritten(kept))).toEqual(['c']);
});

test('a batch stays as it is until it is written, whatever comes meanwhile and however long it takes', () => {
  const begun = withBatch(withEntries(NOTHING_KEPT, [entry('a')]), NOW);
  const later = withBatch(withEntries(begun, [entry('b')]), '2026-12-01T00:00:00.000Z');
  expect(later.batch).toEqual({ month: '2026/11', entries: [entry('a')] });
  expect(idsOf(unwritten(later))).toEqual(['a', 'b']);
});

test('a batch is a hundred entries, or a quarter of a megabyte; one that is larger goes alone', () => {
  expect(withBatch(withEntries(NOTHING_KEPT, some(250)), NOW).batch?.entries).toHaveLength(FULL_BATCH);
  const large = entry('large', { what: 'x'.repeat(300_000) });
  const kept = withBatch(withEntries(NOTHING_KEPT, [large, entry('small')]), NOW);
  expect(idsOf(kept.batch?.entries ?? [])).toEqual(['large']);
  expect(withBatch(NOTHING_KEPT, NOW).batch).toBeNull();
});

test('what is remembered of ids is bounded', () => {
  expect(withEntries(NOTHING_KEPT, some(5_000)).seen).toHaveLength(2_000);
});

test('a path says which entries a file holds', () => {
  const path = auditPath({ month: '2026/11', entries: some(3) }, { ...AUDIT_START, seq: 7 });
  expect(path).toBe('audit/2026/11/0000000008-0000000010.jsonl');
  expect(readAuditPath(path)).toEqual({ first: 8, last: 10 });
  expect(readAuditPath('2026/11/payments/BR-7F3K2M9QXA.json')).toBeUndefined();
});
