import { bodyOf, defaultsOf, NOTHING, withOwnName } from './fields.ts';
import { atFields, ofSteps, stepOf } from './steps.ts';

const problem = (where: string, what = 'It is missing.') => ({ where, what, mend: '' });

test('what is empty is not sent, but for what every request needs', () => {
  expect(bodyOf(NOTHING)).toEqual({
    project: '',
    lead: '',
    costCentre: '',
    environments: [{ stage: 'dev', regions: [], size: 'S', items: [] }],
  });
  expect(bodyOf({ ...NOTHING, project: ' payments ', title: ' Payments ', later: true, members: ['a@b.c'] })).toEqual({
    project: 'payments',
    title: 'Payments',
    lead: '',
    costCentre: '',
    members: ['a@b.c'],
  });
});

test('an item begins with the defaults of its schema, and a second one with a name of its own', () => {
  const schema = { properties: { name: { default: 'db' }, storage: { default: '5Gi' }, primary: {} } };
  const first = { item: 'postgresql', parameters: defaultsOf(schema) };
  expect(first.parameters).toEqual({ name: 'db', storage: '5Gi' });
  const second = withOwnName(first, [first]);
  expect(second.parameters['name']).toBe('db2');
  expect(withOwnName(first, [first, second]).parameters['name']).toBe('db3');
  expect(withOwnName(first, [{ ...first, item: 'vm' }])).toEqual(first);
  expect(defaultsOf({})).toEqual({});
});

test('what the fleet says of the project stands at the field of the project, once', () => {
  const placed = atFields([problem('lead'), problem('environments[0].lead'), problem('environments[0].stage')]);
  expect(placed.map(({ where }) => where)).toEqual(['lead', 'environments[0].stage']);
});

test.each([
  ['project', 'what'],
  ['members[1]', 'who'],
  ['onBehalfOf', 'who'],
  ['environments[0].items[0].parameters.storage', 'resources'],
  ['policy', 'send'],
  ['approval', 'send'],
])('%s is mended in the step %s', (where, step) => {
  expect(stepOf(problem(where))).toBe(step);
});

test('problems of a step are told once somebody has left it', () => {
  const problems = [problem('project'), problem('lead')];
  expect(ofSteps(problems, new Set())).toEqual([]);
  expect(ofSteps(problems, new Set(['what'] as const)).map(({ where }) => where)).toEqual(['project']);
});
