import type { RequestDraft } from '../domain/request.ts';
import { completedDraft, isComplete, readSelection } from './answer.ts';

const WEST = { stage: 'prod', regions: ['east', 'west'], size: 'S', items: [{ item: 'ingress', parameters: {} }] };

test.each<[string, string]>([
  ['as in a request', 'environments:\n  - stage: prod\n    regions: [east, west]\n    size: S\n    items: [ingress]'],
  ['by its keys alone', 'Hi,\n\nstage: prod\nregions: [east, west]\nsize: S\nitems:\n  - ingress\n\nThanks!'],
  ['with loose lists', 'Stage: prod\nRegions: east, west\nSize: S\nItems: ingress'],
])('a selection is read %s', (_, text) => {
  expect(readSelection(text)).toEqual({ selection: WEST });
});

test('parameters of items are read', () => {
  const read = readSelection('stage: dev\nregions: east\nsize: S\nitems:\n- postgresql: { version: "16" }');

  expect(read).toMatchObject({ selection: { items: [{ item: 'postgresql', parameters: { version: '16' } }] } });
});

test.each<[string, string, string]>([
  ['a size that there is not', 'stage: prod\nregions: east\nsize: huge', 'size'],
  ['half of it', 'size: S', 'stage'],
  ['what is no YAML', 'stage: prod\nregions: [east\nsize: S', 'environments'],
  [
    'two of them',
    'environments:\n  - {stage: dev, regions: [east], size: S}\n  - {stage: prod, regions: [east], size: S}',
    'environments',
  ],
  ['what nobody asked', 'stage: prod\nregions: east\nsize: S\nitems: {"__proto__": 1}', 'environments'],
])('%s is named', (_, text, where) => {
  expect(readSelection(text)).toMatchObject({ problems: expect.arrayContaining([expect.objectContaining({ where })]) });
});

test.each(['Thanks, that looks good to me.', 'approve', 'yes', 'withdraw', 'Note: I am away.', ''])(
  '%j chooses nothing',
  (text) => {
    expect(readSelection(text)).toBeUndefined();
  },
);

const DRAFT: RequestDraft = {
  kind: 'create-project',
  requester: 'dana@example.test',
  project: 'payments',
  text: 'We need a place for payments',
  problems: [{ where: 'lead', what: 'It is missing.', mend: '' }],
};

test('an answer adds what was missing, and changes neither who asks nor for what', () => {
  const text = 'lead: lee@example.test\ncost-centre: CC-1042\nrequest: decommission';
  const completed = completedDraft(DRAFT, text);

  expect(completed).toEqual({
    kind: 'create-project',
    requester: 'dana@example.test',
    project: 'payments',
    lead: 'lee@example.test',
    costCentre: 'CC-1042',
    text: 'We need a place for payments',
  });
  expect(isComplete(completed as RequestDraft)).toBe(true);
});

test.each([
  'Lee Marsh leads it.',
  'lead: a@example.test\nlead: b@example.test',
  'leed: lee@example.test',
  'requester: mallory@outside.test\nlead: lee@example.test',
])('%j adds nothing', (text) => {
  expect(completedDraft(DRAFT, text)).toBeUndefined();
});

test('what is still missing leaves it to support', () => {
  expect(isComplete(completedDraft(DRAFT, 'lead: lee@example.test') as RequestDraft)).toBe(false);
});
