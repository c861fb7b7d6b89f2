import * as fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { toYaml, toYamlStream } from './yaml.ts';

const HOSTILE = [
  'y',
  'Y',
  'n',
  'yes',
  'No',
  'on',
  'OFF',
  'true',
  'False',
  'null',
  'Null',
  '~',
  '',
  ' ',
  '-',
  '?',
  ':',
  '=',
  '<<',

  '1e3',
  '0x1f',
  '0o17',
  '017',
  '1_000',
  '1:30',
  '190:20:30',
  '.5',
  '.inf',
  '-.Inf',
  '.nan',
  '+1',
  '0b11',
  '12e03',
  'E0',
  'e-5',
  '2026-11-21',
  '2026-11-21T09:00:00Z',
  '---',
  '...',
  '- a',
  'a: b',
  'a #b',
  '#',
  '&a',
  '*a',
  '!!int 1',
  '%TAG',
  '@x',
  '`x`',
  '| x',
  '> x',
  '{a: 1}',
  '[1]',
  '"',
  "'",
  '\\',
  'a\nb',
  'a\n---\nkind: Secret',
  '\t',
  '\u0085',
  '\u2028',
  '\ufeff',
  'specHash: x',
  '${x}',
  '{{ x }}',
  'trailing ',
  ' leading',
  'a:',
  ':a',
  ', a',
  '\u0000',
  '😀',
  'x'.repeat(300),
  'many words '.repeat(30),
];
const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme' }), fc.string());

test.each(['1.1', '1.2'] as const)('any text reads back as the same text under YAML %s', (version) => {
  fc.assert(
    fc.property(fc.dictionary(text, fc.oneof(text, fc.array(text))), (value) => {
      const read: unknown = parse(toYaml(value), { version, merge: false });
      expect(read).toEqual({ ...value });
    }),
    {
      numRuns: 500,
      examples: HOSTILE.map((hostile) => [{ [hostile]: hostile, y: [hostile] }] as [Record<string, string | string[]>]),
    },
  );
});

test('no text spans lines or starts a new document', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const stream = toYamlStream([{ a }, { b }]);
      expect(parseAllDocuments(stream)).toHaveLength(2);
      expect(toYaml({ a }).split('\n')).toHaveLength(2);
    }),
    { examples: HOSTILE.map((hostile) => [hostile, hostile]) },
  );
});

test('numbers, booleans and null stay what they are; keys are sorted', () => {
  expect(toYaml({ b: 1.5, a: true, c: null, d: 'null' })).toBe('a: true\nb: 1.5\nc: null\nd: "null"\n');
});

test('equal parts are written out, never as anchors', () => {
  const shared = { x: 'same' };
  expect(toYaml({ a: shared, b: shared })).toBe('a:\n  x: same\nb:\n  x: same\n');
});
