import * as fc from 'fast-check';
import { AUDIT_START, type AuditEntry, auditEntry } from './audit.ts';
import { type AuditLine, canonicalJson, chained, hashOf } from './audit-chain.ts';
import { headOfLine, verifyRecord } from './audit-verify.ts';

const entry = (n: number): AuditEntry => ({
  id: `id-${n}`,
  at: '2026-11-21T09:00:00.000Z',
  reference: 'BR-7F3K2M9QXA',
  kind: 'decision',
  by: 'lee',
  what: `approve through slack: ${n}`,
  facts: { stage: 'lead', counts: true },
});

const recordOf = (count: number) =>
  chained(
    AUDIT_START,
    Array.from({ length: count }, (_, n) => entry(n + 1)),
  );
/** Those that are tampered with, by their count; made once, for they are hashed through and through. */
const MOST = 30;
const RECORDS = Array.from({ length: MOST + 1 }, (_, count) => recordOf(count));
const whats = (lines: readonly string[], options = {}) => verifyRecord(lines, options).findings.map(({ what }) => what);

/** As somebody would write it who knows how: a line that is right by itself. */
function forged(line: string, change: Partial<AuditLine>): string {
  const { hash: _, ...content } = { ...(JSON.parse(line) as AuditLine), ...change };
  return canonicalJson({ ...content, hash: hashOf(content) });
}

test('a record is whole as it was written, however many entries it has', () => {
  for (const count of [0, 1, 2, 250]) {
    const { lines, head } = recordOf(count);
    expect(verifyRecord(lines, { known: head })).toEqual({ head: count === 0 ? null : head, findings: [] });
  }
});

test('written in parts it is the same record', () => {
  const entries = [entry(1), entry(2), entry(3)];
  const first = chained(AUDIT_START, entries.slice(0, 1));
  const second = chained(first.head, entries.slice(1));
  expect([...first.lines, ...second.lines]).toEqual(recordOf(3).lines);
});

const at = (list: readonly string[], n: number) => list[n] as string;

/** A way to tamper with lines; returns others than it was given, or nothing where it changes nothing. */
const TAMPERING: Readonly<Record<string, fc.Arbitrary<(lines: readonly string[]) => readonly string[]>>> = {
  'one character is another': fc
    .tuple(fc.nat(), fc.nat(), fc.string({ minLength: 1, maxLength: 1 }))
    .map(([n, place, letter]) => (lines) => {
      const line = at(lines, n % lines.length);
      const where = place % line.length;
      return lines.with(n % lines.length, line.slice(0, where) + letter + line.slice(where + 1));
    }),
  'one character is gone': fc.tuple(fc.nat(), fc.nat()).map(([n, place]) => (lines) => {
    const line = at(lines, n % lines.length);
    const where = place % line.length;
    return lines.with(n % lines.length, line.slice(0, where) + line.slice(where + 1));
  }),
  'a line is gone': fc.nat().map((n) => (lines) => lines.toSpliced(n % lines.length, 1)),
  'two lines change places': fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => (lines) => {
    const [one, other] = [a % lines.length, b % lines.length];
    return lines.with(one, at(lines, other)).with(other, at(lines, one));
  }),
  'a line is there twice': fc.tuple(fc.nat(), fc.nat()).map(
    ([n, where]) =>
      (lines) =>
        lines.toSpliced(where % (lines.length + 1), 0, at(lines, n % lines.length)),
  ),
  'a line of somebody else is put in': fc
    .tuple(fc.nat(), fc.nat(), fc.nat({ max: 40 }))
    .map(([n, where, seq]) => (lines) => {
      const line = forged(at(lines, n % lines.length), { by: 'mallory', seq: seq + 1 });
      return lines.toSpliced(where % (lines.length + 1), 0, line);
    }),
  'an entry is replaced by one with a hash of its own': fc
    .nat()
    .map((n) => (lines) => lines.with(n % lines.length, forged(at(lines, n % lines.length), { by: 'mallory' }))),
  'all is written anew from some entry on': fc.nat().map((n) => (lines) => {
    const from = n % lines.length;
    const before = from === 0 ? AUDIT_START : (headOfLine(at(lines, from - 1)) ?? AUDIT_START);
    const entries = Array.from({ length: lines.length - from }, (_, i) => ({ ...entry(from + i + 1), by: 'mallory' }));
    return [...lines.slice(0, from), ...chained(before, entries).lines];
  }),
  'the end is cut off': fc.nat().map((n) => (lines) => lines.slice(0, n % lines.length)),
  'something is written behind it': fc.string().map((text) => (lines) => [...lines, text]),
};

test.each(Object.entries(TAMPERING))('it is found when %s', (_, tampering) => {
  const property = fc.property(fc.constantFrom(...RECORDS.slice(1)), tampering, ({ lines, head }, tamper) => {
    const changed = tamper(lines);
    fc.pre(changed.join('\n') !== lines.join('\n') || changed.length !== lines.length);
    expect(verifyRecord(changed, { known: head }).findings).not.toEqual([]);
  });
  fc.assert(property, { numRuns: 500 });
});

test('what was done is said by its name, with the line', () => {
  const { lines, head } = recordOf(8);
  expect(whats(lines.toSpliced(3, 2))).toEqual(['missing']);
  expect(verifyRecord(lines.toSpliced(3, 2)).findings[0]?.text).toBe('Line 4: entries 4 to 5 are missing before it.');
  expect(whats(lines.with(2, at(lines, 2).replace('lee', 'eve')))).toEqual(['changed']);
  expect(whats(lines.with(4, at(lines, 5)).with(5, at(lines, 4)))).toEqual(['reordered']);
  expect(whats(lines.toSpliced(6, 0, at(lines, 1)))).toEqual(['added']);
  expect(whats(lines.toSpliced(6, 0, 'what?'))).toEqual(['changed']);
  expect(whats(lines.with(4, forged(at(lines, 4), { by: 'eve' })))).toEqual(['changed']);
  expect(whats(lines.slice(0, 6), { known: { seq: 8 } })).toEqual(['cut-off']);
  expect(whats(lines.slice(0, 6), { known: { hash: head.hash } })).toEqual(['cut-off']);
  expect(whats(lines, { known: { seq: 5, hash: head.hash } })).toEqual(['cut-off']);
  expect(whats(lines, { known: { seq: 3, hash: headOfLine(at(lines, 2))?.hash } })).toEqual([]);
});

test('the end alone tells nobody that it was cut off, unless it is known', () => {
  expect(whats(recordOf(8).lines.slice(0, 6))).toEqual([]);
});

test('of a part, nothing is missing, but each entry is as it was, in its order, and after the one before it', () => {
  const { lines } = recordOf(8);
  const part = [1, 2, 5, 7].map((n) => at(lines, n));
  expect(whats(part, { isPart: true })).toEqual([]);
  expect(whats(part)).toEqual(['missing', 'missing', 'missing']);
  expect(whats(part.toReversed(), { isPart: true })).toContain('reordered');
  expect(whats(part.with(1, forged(at(part, 1), { prev: AUDIT_START.hash })), { isPart: true })).toEqual(['changed']);
  expect(whats(part.with(3, at(part, 3).replace('lee', 'eve')), { isPart: true })).toEqual(['changed']);
});

test('a number that is far too high costs no time', () => {
  const line = forged(at(recordOf(1).lines, 0), { seq: Number.MAX_SAFE_INTEGER });
  expect(whats([...recordOf(2).lines, line])).toEqual(['missing']);
});

test('a line is one way of writing it: a key twice, or a space, is another line', () => {
  const [line = ''] = recordOf(1).lines;
  expect(whats([line.replace('"by":', '"by":"eve","by":')])).toEqual(['changed']);
  expect(whats([line.replace('"by":', '"by": ')])).toEqual(['changed']);
});

test('canonical JSON is the same whatever the order of the keys', () => {
  const value = fc.jsonValue();
  fc.assert(
    fc.property(value, (json) => {
      const text = canonicalJson(json);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
      expect(canonicalJson(turned(JSON.parse(text)))).toBe(text);
    }),
  );
  expect(canonicalJson({ 10: 1, 9: 2, b: [null, 'ü'], a: {} })).toBe('{"10":1,"9":2,"a":{},"b":[null,"ü"]}');
});

/** With the keys of every object the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

test('which policy answered is no address', () => {
  const policy = 'approval@0123456789abcdef';
  const fact = { kind: 'policy', by: 'policy', what: `The policy ${policy} answered`, facts: { policy } } as const;
  expect(auditEntry(fact, { id: 'x', at: '', reference: null })).toMatchObject(fact);
});

test('an entry names nobody by an address, and is no longer than a message may be', () => {
  const where = { id: 'x', at: '2026-11-21T09:00:00.000Z', reference: null };
  const facts = { reason: `dana@example.test ${'a'.repeat(5_000)}`, list: ['<lee@example.test>'] };
  const made = auditEntry({ kind: 'act', by: 'dana@example.test', what: 'Withdrawn', facts }, where);
  expect(JSON.stringify(made)).not.toContain('@');
  expect(JSON.stringify(made).length).toBeLessThan(2_500);
});
