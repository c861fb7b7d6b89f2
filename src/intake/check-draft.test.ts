import * as fc from 'fast-check';
import { SLUG } from '../domain/naming.ts';
import type { RequestDraft } from '../domain/request.ts';
import { checkDraft } from './check-draft.ts';

const ENVIRONMENT = { stage: 'prod', regions: ['east', 'west'], size: 'S', items: [] };
const DRAFT: RequestDraft = {
  kind: 'create-project',
  requester: 'Dana@example.test',
  project: 'payments',
  lead: 'lee@example.test',
  costCentre: 'CC-1042',
};
const check = (change: Record<string, unknown>) => checkDraft({ ...DRAFT, ...change });
const environmentProblems = (change: Record<string, unknown>) =>
  check({ environments: [{ ...ENVIRONMENT, ...change }] }).problems;

test('takes what is right, mail addresses in lower case, items spelt out', () => {
  const items = [
    'cache',
    { postgresql: { version: '16' } },
    { postgresql: null },
    { item: 'ingress', parameters: { tls: true } },
  ];
  const { checked, problems } = check({ environments: [{ ...ENVIRONMENT, items }] });
  expect(problems).toEqual([]);
  expect(checked?.requester).toBe('dana@example.test');
  expect(checked?.environments[0]?.items).toEqual([
    { item: 'cache', parameters: {} },
    { item: 'postgresql', parameters: { version: '16' } },
    { item: 'postgresql', parameters: {} },
    { item: 'ingress', parameters: { tls: true } },
  ]);
});

test('says all that is missing at once, by the names people write', () => {
  const { problems } = checkDraft({ kind: 'create-project', requester: 'dana@example.test' });
  expect(problems).toEqual([
    { where: 'project', what: 'It is missing.', mend: 'Add "project".' },
    { where: 'lead', what: 'It is missing.', mend: 'Add "lead".' },
    { where: 'costCentre', what: 'It is missing.', mend: 'Add "cost-centre".' },
  ]);
});

test('two environments are told to be two requests', () => {
  const { problems } = check({ environments: [ENVIRONMENT, { ...ENVIRONMENT, stage: 'dev' }] });
  expect(problems).toEqual([
    {
      where: 'environments',
      what: 'A request has one environment.',
      mend: 'Keep one environment per request, open another request for the next.',
    },
  ]);
});

test.each([
  [{ stage: 'Prod' }, 'environments[0].stage', 'Did you mean "prod"? One of: dev, test, staging, prod.'],
  [{ size: 'XXL' }, 'environments[0].size', 'Did you mean "XL"? One of: XS, S, M, L, XL.'],
  [{ regions: [] }, 'environments[0].regions', 'Name at least one, e.g. [east].'],
  [{ regions: ['east', 'east'] }, 'environments[0].regions', 'Name each region once.'],
  [{ regions: 'east' }, 'environments[0].regions', 'Write it as in the example of the manual.'],
  [{ regoins: ['east'] }, 'environments[0].regoins', 'Did you mean "regions"?'],
  [{ items: ['../etc'] }, 'environments[0].items[0].item', 'Use a-z, 0-9 and "-".'],
  [{ items: [{ cache: { constructor: 1 } }] }, 'environments[0].items[0].parameters', 'Correct this value.'],
])('%j is wrong at %s: %s', (change, where, mend) => {
  expect(environmentProblems(change)).toEqual([{ where, what: expect.any(String), mend }]);
});

test('problems found while reading stop a draft that is right in itself', () => {
  const problem = { where: 'reson', what: 'This key is not known.', mend: 'Did you mean "reason"?' };
  expect(check({ problems: [problem] }).problems).toEqual([problem]);
});

test('takes exactly the project names that the naming rule takes', () => {
  const near = fc.oneof(fc.stringMatching(/^[a-z0-9-]{1,34}$/), fc.string());
  fc.assert(
    fc.property(near, (project) => {
      expect(check({ project }).problems.length === 0).toBe(SLUG.test(project.trim()));
    }),
  );
});

test('whatever a draft holds, the answer is problems with three parts, or none', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), (environments, lead) => {
      for (const problem of check({ environments, lead }).problems) {
        expect(problem).toEqual({ where: expect.any(String), what: expect.any(String), mend: expect.any(String) });
        expect(problem.what + problem.mend).not.toBe('');
      }
    }),
  );
});
