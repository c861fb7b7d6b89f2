import { CATALOGUE, fleet, workedExample } from '../../../test/support/worked-example.ts';
import type { FleetSnapshot } from '../fleet.ts';
import type { ServiceRequest } from '../request.ts';
import type { Json, SelectedItem, Selection, Size, Stage } from '../selection.ts';
import { renderChange } from './change.ts';
import { checkSelection } from './selection-check.ts';

function check(selection: Partial<Selection>, request: Partial<ServiceRequest> = {}, snapshot = fleet()) {
  const input = workedExample({ request, selection });
  return checkSelection(input.selection, input.request, snapshot, CATALOGUE);
}

const items = (...all: [string, { [key: string]: Json }][]): Partial<Selection> => ({
  items: all.map(([item, parameters]): SelectedItem => ({ item, parameters })),
});

test('the worked example is valid, and so is a namespace alone, named or not', () => {
  expect(check({})).toEqual([]);
  expect(check({ items: [] })).toEqual([]);
  expect(check(items(['namespace', {}]))).toEqual([]);
});

test.each<[string, Partial<Selection>, string, RegExp]>([
  ['an unknown size', { size: 'XLL' as Size }, 'size', /Did you mean "XL"\? Choose from: XS, S, M, L, XL\./],
  ['an unknown stage', { stage: 'production' as Stage }, 'stage', /Choose from: dev, test, staging, prod\./],
  ['no region', { regions: [] }, 'regions', /Choose from: east, west\./],
  ['a region without a cluster', { regions: ['east', 'wst'] }, 'regions[1]', /Did you mean "west"\?/],
  [
    'a region without a cluster for the stage',
    { stage: 'dev', regions: ['west'] },
    'regions[0]',
    /Choose from: east\./,
  ],
  ['a region twice', { regions: ['east', 'east'] }, 'regions[1]', /Leave one out/],
  ['an unknown item', items(['postgres', {}]), 'items[0]', /Did you mean "postgresql"\?/],
  [
    'an unknown parameter',
    items(['postgresql', { strage: '5Gi' }]),
    'items[0].parameters.strage',
    /Did you mean "storage"\?/,
  ],
  ['a value out of its list', items(['postgresql', { version: '9' }]), 'items[0].parameters.version', /15, 16, 17/],
  [
    'a value of another type',
    items(['postgresql', { version: 16 }]),
    'items[0].parameters.version',
    /15, 16, 17|correct it/,
  ],
  [
    'a value of another form',
    items(['cache', {}], ['postgresql', { storage: '5 GB' }]),
    'items[1].parameters.storage',
    /example: "5Gi"/,
  ],
  ['a missing parameter', items(['ingress', {}]), 'items[0].parameters.host', /Host name/],
  ['the same name twice', items(['cache', {}], ['cache', { name: 'cache' }]), 'items[1]', /its own name/],
  [
    'a primary elsewhere',
    items(['postgresql', { primary: 'north' }]),
    'items[0].parameters.primary',
    /one of the environment's regions/,
  ],
  ['more than the size holds', items(['postgresql', { storage: '50Gi' }]), 'size', /Choose size M/],
])('%s is said with where and how to mend it', (_name, selection, where, mend) => {
  const problems = check(selection);
  expect(problems.map((problem) => problem.where)).toContain(where);
  expect(problems.find((problem) => problem.where === where)?.mend).toMatch(mend);
});

test('parameters that are no object are a problem, not an accident', () => {
  for (const parameters of ['x', 5, ['a']]) {
    const odd = [{ item: 'cache', parameters }] as unknown as SelectedItem[];
    expect(check({ items: odd })).toHaveLength(1);
  }
});

test('what a cluster lacks keeps an item away', () => {
  const path = 'clusters/cluster-west-prod/profile.yaml';
  const bare = (fleet().files.get(path) ?? '').replace(/^virtualMachines: .*$/m, '');
  const problems = check(items(['vm', {}]), {}, fleet({ [path]: bare }));
  expect(problems.map(({ where, what }) => `${where}: ${what}`)).toEqual([
    'items[0]: Virtual machine (legacy) cannot be placed on cluster-west-prod: its profile has no virtualMachines',
  ]);
});

/** The fleet with another request merged into it. */
function after(request: Partial<ServiceRequest>, selection: Partial<Selection> = {}): FleetSnapshot {
  const { files } = renderChange(workedExample({ request, selection }), fleet(), CATALOGUE);
  return fleet(Object.fromEntries(files.map(({ path, content }) => [path, content])));
}

test('a host belongs to the project that has it', () => {
  const taken = after({ reference: 'BR-AAAAAAAAAA', project: 'billing' });
  expect(check({}, {}, taken)).toEqual([
    {
      where: 'items[1].parameters.host',
      what: '"payments.example.test" belongs to billing-prod',
      mend: 'Choose another, or ask that project.',
    },
  ]);
  expect(check({ stage: 'dev', regions: ['east'] }, { reference: 'BR-BBBBBBBBBB' }, after({}))).toEqual([]);
});

test('an environment or project of another request is never taken over', () => {
  const standing = after({ reference: 'BR-AAAAAAAAAA' });
  expect(check({}, {}, standing).map(({ where }) => where)).toEqual(['stage']);
  const stranger = { lead: 'mallory@outside.test', costCentre: 'CC-1' };
  const dev: Partial<Selection> = { stage: 'dev', regions: ['east'] };
  expect(check(dev, {}, standing)).toEqual([]);
  expect(check(dev, stranger, standing).map(({ where }) => where)).toEqual(['lead', 'costCentre']);
  expect(check({}, {}, after({}))).toEqual([]);
});

test('a cost centre that cannot be a label is refused', () => {
  expect(check({}, { costCentre: 'CC 1042!' }).map(({ where }) => where)).toEqual(['costCentre']);
});

test('more than a whole quota is refused; what only does not fit beside the others waits in line', () => {
  const organisation = (cpu: number) => ({
    'organisation.yaml': (fleet().files.get('organisation.yaml') ?? '').replace(
      /^rules:$/m,
      `rules:\n  quota: { cpu: ${cpu} }`,
    ),
  });
  const other = after({ reference: 'BR-AAAAAAAAAA', project: 'billing' }, { items: [] });
  const withQuota = (cpu: number) => ({
    ...other,
    files: new Map([...other.files, ...Object.entries(organisation(cpu))]),
  });
  expect(check({}, {}, withQuota(7))).toEqual([]);
  expect(check({}, {}, withQuota(3)).map(({ where, what }) => `${where} ${what}`)).toEqual([
    'size needs 4 cores of CPU, but the quota of organisation example is 3 cores of CPU in all',
  ]);
});

test('more than a whole cluster is refused; what only does not fit beside the others waits in line', () => {
  const path = 'clusters/cluster-west-prod/profile.yaml';
  const small = (fleet().files.get(path) ?? '').replace(
    /^capacity: .*$/m,
    'capacity: { cpu: 1, memoryGiB: 99, storageGiB: 99 }',
  );
  expect(check({}, {}, fleet({ [path]: small })).map(({ where, what }) => `${where} ${what}`)).toEqual([
    'regions needs 2 cores of CPU, but the capacity of cluster-west-prod is 1 cores of CPU in all',
  ]);
  const enough = (fleet().files.get(path) ?? '').replace(
    /^capacity: .*$/m,
    'capacity: { cpu: 3, memoryGiB: 99, storageGiB: 99 }',
  );
  const other = after({ reference: 'BR-AAAAAAAAAA', project: 'billing' }, { items: [] });
  expect(check({}, {}, { ...other, files: new Map([...other.files, [path, enough]]) })).toEqual([]);
});
