import type { AuditEntry, AuditTail } from '../domain/audit.ts';
import { judgeKeeper } from './record.ts';

const head = (seq: number, digit = 'a') => ({ seq, hash: `sha256:${digit.repeat(64)}` });
const tail = (change: Partial<AuditTail>): AuditTail => ({ head: head(3), entries: [], problem: null, ...change });
const ENTRY: AuditEntry = {
  id: '1',
  at: '2026-11-22T09:00:00.000Z',
  reference: null,
  kind: 'act',
  by: 'lee',
  what: 'x',
  facts: {},
};

test.each([
  ['nothing is left to write', tail({}), head(3)],
  ['1 entries not written yet', tail({ entries: [ENTRY] }), head(3)],
  ['nothing is left to write', tail({}), head(4, 'b')],
  ['nothing is left to write', tail({ head: null }), head(4)],
  ['not asked, for no worker of Berth answers', null, head(4)],
])('"%s" is fine', (said, known, inGit) => {
  expect(judgeKeeper(known, inGit)).toBe(said);
});

test.each([
  ['1 entries cannot be written: Refused.', tail({ entries: [ENTRY], problem: 'Refused.' }), head(3)],
  ['Git ends with entry 2, of 3 written: put back', tail({}), head(2)],
  ['Entry 3 of Git is another: put back', tail({}), head(3, 'b')],
])('"%s" is named', (said, known, inGit) => {
  expect(() => judgeKeeper(known, inGit)).toThrow(said);
});
