import * as fc from 'fast-check';
import { parse } from 'yaml';
import { checkDraft } from './check-draft.ts';
import { FORM_KEYS, parseForm } from './parse-form.ts';

const EXAMPLE = `project: payments
title: Payments API
lead: Lee Marsh <lee@example.test>
Cost Center: CC-1042
members: [ada@example.test, sam@example.test]
environments:
  - stage: prod
    regions: [east, west]
    size: S
    items:
      - postgresql: { version: "16", storage: 20Gi }
      - cache
reason: Replaces the legacy billing VM #12.
`;

test('reads the example of the manual', () => {
  const { draft } = parseForm(EXAMPLE);
  expect(draft).toMatchObject({
    project: 'payments',
    title: 'Payments API',
    lead: 'lee@example.test',
    costCentre: 'CC-1042',
    members: ['ada@example.test', 'sam@example.test'],
    reason: 'Replaces the legacy billing VM #12.',
    environments: [
      {
        stage: 'prod',
        regions: ['east', 'west'],
        size: 'S',
        items: [{ postgresql: { version: '16', storage: '20Gi' } }, 'cache'],
      },
    ],
  });
  expect(checkDraft({ requester: 'dana@example.test', ...draft }).problems).toEqual([]);
});

test.each([
  ['indented as a whole', EXAMPLE.replace(/^/gm, '    ')],
  ['with non-breaking spaces turned into spaces before', EXAMPLE.replaceAll('\n\n', '\n')],
  ['with prose around it', `Hello all,\n\nplease: see below.\n\n${EXAMPLE}\nThanks,\nDana\n`],
  ['with a signature that looks like a form', `${EXAMPLE}-- \nproject: other\n`],
  ['with a quoted form below', `${EXAMPLE}\n> project: other\n`],
])('reads the same %s', (_, text) => {
  const { text: _text, ...fields } = parseForm(text).draft;
  const { text: _example, ...expected } = parseForm(EXAMPLE).draft;
  expect(fields).toEqual(expected);
});

test('a key that is not known is asked about, with what was perhaps meant; a greeting is not', () => {
  const { problems } = parseForm(
    'Hello: all\nproject: payments\nowner: dana\nlead: lee@example.test\nreson: x\n',
  ).draft;
  expect(problems?.map(({ where, mend }) => [where, mend])).toEqual([
    ['owner', `Known keys: ${FORM_KEYS.join(', ')}.`],
    ['reson', 'Did you mean "reason"?'],
  ]);
});

test('the first line asks for a preview only when it says nothing else', () => {
  expect(parseForm('\nPreview\n\nproject: payments').preview).toBe(true);
  expect(parseForm('preview of the project\nproject: payments').preview).toBe(false);
  expect(parseForm('project: payments\npreview').preview).toBe(false);
});

test('whatever is written, nothing throws and what comes out is plain JSON', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(...EXAMPLE.split('\n'), '  - &a [*a]', '- __proto__: x', '> q', '-- '),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const { draft } = parseForm(lines.join('\n'));
      expect(JSON.parse(JSON.stringify(draft))).toEqual(draft);
      expect(Object.getPrototypeOf(draft)).toBe(Object.prototype);
      checkDraft({ requester: 'dana@example.test', ...draft });
    }),
    { numRuns: 300 },
  );
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('values of one line come back as they were written', () => {
  const value = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .,#;&/!?()-]{0,60}[A-Za-z0-9.]$/);
  fc.assert(
    fc.property(value, value, (title, reason) => {
      const { draft } = parseForm(`title: ${title}\nreason: ${reason}\n`);
      expect([draft.title, draft.reason]).toEqual([title, reason]);
    }),
  );
});

test('environments in block form and in flow form are the same', () => {
  const block = 'environments:\n  - stage: dev\n    regions:\n      - east\n    size: S\n';
  const flow = 'environments: [{ stage: dev, regions: [east], size: S }]\n';
  expect(parseForm(block).draft.environments).toEqual(parseForm(flow).draft.environments);
  expect(parseForm(flow).draft.environments).toEqual((parse(flow) as { environments: unknown }).environments);
});
