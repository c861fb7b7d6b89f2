import type { AuditPage } from '../../../src/domain/audit.ts';
import { isWanted, NO_FILTER, readBetween, readWhole } from './record.ts';

const entry = {
  id: 'x',
  at: '2026-11-22T09:00:00.000Z',
  reference: 'BR-7F3K2M9QXA',
  kind: 'decision' as const,
  by: 'lee',
  what: '',
  facts: {},
};
const line = (seq: number) => JSON.stringify({ ...entry, seq, prev: '', hash: '' });

/** A record of so many entries, of which a page has three. */
const record =
  (count: number, asked: number[] = []) =>
  async (after: number): Promise<AuditPage> => {
    asked.push(after);
    const lines = Array.from({ length: Math.min(3, count - after) }, (_, n) => line(after + n + 1));
    return { lines, next: after + 3 < count ? after + 3 : null };
  };

test('what somebody does not ask for is not shown; what is left empty says nothing', () => {
  expect(isWanted(NO_FILTER, entry)).toBe(true);
  expect(isWanted({ ...NO_FILTER, reference: 'br-7f3k' }, entry)).toBe(true);
  expect(isWanted({ ...NO_FILTER, reference: 'BR-7F3K2M9QXA' }, { ...entry, reference: null })).toBe(false);
  expect(isWanted({ ...NO_FILTER, by: 'Lee' }, entry)).toBe(true);
  expect(isWanted({ ...NO_FILTER, by: 'le' }, entry)).toBe(false);
  expect(isWanted({ ...NO_FILTER, kind: 'freeze' }, entry)).toBe(false);
  expect(isWanted({ ...NO_FILTER, since: entry.at }, entry)).toBe(true);
  expect(isWanted({ ...NO_FILTER, until: entry.at }, entry)).toBe(false);
});

test('a part of the record is read page by page, and no further than it goes; the newest stands first', async () => {
  const asked: number[] = [];
  expect((await readBetween(record(20, asked), 5, 9)).map(({ seq }) => seq)).toEqual([9, 8, 7, 6, 5]);
  expect(asked).toEqual([4, 7]);
});

test('where the record has ended meanwhile, or a line cannot be read, the rest is shown', async () => {
  expect((await readBetween(record(4), 1, 9)).map(({ seq }) => seq)).toEqual([4, 3, 2, 1]);
  const broken = async () => ({ lines: ['{', line(2)], next: null });
  expect((await readBetween(broken, 1, 2)).map(({ seq }) => seq)).toEqual([2]);
});

test('the export holds every line as it is', async () => {
  expect(await readWhole(record(7))).toBe([1, 2, 3, 4, 5, 6, 7].map((seq) => `${line(seq)}\n`).join(''));
});
