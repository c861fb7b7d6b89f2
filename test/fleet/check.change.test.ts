import { type FleetChange, readTrailers } from '../../src/fleet/change.ts';
import { checkFleet } from '../../src/fleet/check.ts';
import { describeFinding } from '../../src/fleet/finding.ts';
import { BILLING, emptyFleet, renderOn, withRequest } from '../support/fleet-files.ts';

type Files = ReadonlyMap<string, string>;

const EMPTY = emptyFleet();
const FLEET = withRequest(withRequest(EMPTY), BILLING);
const REQUEST = 'requests/payments/BR-7F3K2M9QXA.yaml';
const CONFIG = 'clusters/cluster-east-prod/config/payments-prod.yaml';
const DATABASE = 'clusters/cluster-east-prod/apps/payments-prod/postgresql-db.yaml';
const CHANGED = { request: 'BR-7F3K2M9QXA', spec: renderOn(EMPTY).plan.specHash };

/** From one state of the fleet to another, by a commit with these trailers. */
function change(
  before: Files,
  after: Files,
  trailers: FleetChange['trailers'] = {},
  undone: Files | null = null,
): FleetChange {
  const touched = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  const contentOf = (files: Files, path: string) => files.get(path) ?? null;
  return {
    paths: new Map(touched.map((path) => [path, { before: contentOf(before, path), after: contentOf(after, path) }])),
    trailers,
    beforeMerge: undone && new Map(touched.map((path) => [path, contentOf(undone, path)])),
  };
}

async function refused(
  before: Files,
  after: Files,
  trailers?: FleetChange['trailers'],
  undone?: Files,
): Promise<string[]> {
  const findings = checkFleet(after, change(before, after, trailers, undone));
  return findings.filter(({ level }) => level === 'refused').map(describeFinding);
}

const withFile = (files: Files, path: string, text: string) => new Map([...files, [path, text]]);
const edited = (path: string, from: string | RegExp, to: string) =>
  withFile(FLEET, path, (FLEET.get(path) ?? '').replace(from, to));
const without = (...paths: string[]) => new Map([...FLEET].filter(([path]) => !paths.includes(path)));

test('what Berth proposes passes, the first environment of a project and the next', async () => {
  expect(await refused(EMPTY, withRequest(EMPTY), CHANGED)).toEqual([]);
  const next = {
    request: { reference: 'BR-0000000003' },
    selection: { stage: 'dev' as const, regions: ['east'], items: [] },
  };
  const spec = renderOn(FLEET, next).plan.specHash;
  expect(await refused(FLEET, withRequest(FLEET, next), { request: 'BR-0000000003', spec })).toEqual([]);
});

test('what people change for the platform passes', async () => {
  const after = withFile(edited('organisation.yaml', 'prod: null', 'prod: 365'), 'docs/x.md', 'Hello\n');
  expect(await refused(FLEET, after)).toEqual([]);
  expect(await refused(FLEET, edited('projects/payments.yaml', /$/, 'parent: billing\n'))).toEqual([]);
});

test('content that is not what its request states is refused, also where the request owns its project', async () => {
  const after = new Map(
    [...withRequest(EMPTY)].map(([path, text]) => [path, path === CONFIG ? text.replace('10m', '20m') : text]),
  );
  expect(await refused(EMPTY, after, CHANGED)).toEqual([
    expect.stringMatching(/^requests\/payments\/BR-7F3K2M9QXA\.yaml:\d+: payments-prod hashes to sha256:.* \[spec\]$/),
  ]);
});

test.each([
  ['no commit of a request', {}, /payments-prod is changed by a commit that names no Berth-Request/],
  [
    'a commit of another request',
    { ...CHANGED, request: 'BR-0000000009' },
    /says it is of BR-7F3K2M9QXA, its commit of BR-0000000009/,
  ],
  [
    'a commit with another hash',
    { ...CHANGED, spec: 'sha256:0' },
    /states sha256:[0-9a-f]+, its commit Berth-Spec sha256:0/,
  ],
])('%s is refused', async (_what, trailers, said) => {
  expect(await refused(EMPTY, withRequest(EMPTY), trailers)).toEqual([expect.stringMatching(said)]);
});

test('two environments in one pull request are refused, each stranger once', async () => {
  const found = await refused(EMPTY, FLEET, CHANGED);
  const strangers = found.filter((line) => line.endsWith('[one-environment]'));
  expect(strangers).toEqual([
    expect.stringMatching(
      /^infrastructure\/cluster-east-dev\/billing-dev\/walls\.yaml:1: is of billing-dev, beside files/,
    ),
    expect.stringMatching(/^projects\/billing\.yaml:1: does not belong to payments-prod\./),
    expect.stringMatching(/^requests\/billing\/BR-0000000001\.yaml:1: does not belong to payments-prod\./),
  ]);
});

test('an environment beside a change of the platform is refused', async () => {
  const after = withFile(withRequest(EMPTY), '.github/workflows/mine.yml', 'on: push\n');
  expect(await refused(EMPTY, after, CHANGED)).toEqual([
    expect.stringMatching(/^\.github\/workflows\/mine\.yml:1: does not belong to payments-prod\. Split it/),
  ]);
});

test.each<[string, Files, RegExp]>([
  [
    'a request that was approved',
    edited(REQUEST, 'reason:', '# x\nreason:'),
    /BR-7F3K2M9QXA\.yaml:1: was changed\. A request stays/,
  ],
  [
    'a price',
    edited('prices/2026-01.yaml', '0.031611', '0.01'),
    /prices\/2026-01\.yaml:1: was changed\. A new price is a new file/,
  ],
  [
    'the name of the organisation',
    edited('organisation.yaml', 'name: example', 'name: sample'),
    /organisation\.yaml:3: name was changed/,
  ],
  [
    'the name of a project',
    edited('projects/billing.yaml', 'name: billing', 'name: bills'),
    /projects\/billing\.yaml:\d+: name was changed/,
  ],
  [
    'the project of an environment',
    edited('environments/billing-dev/berth.yaml', 'project: billing', 'project: payments'),
    /berth\.yaml:\d+: project was changed/,
  ],
  [
    'a selector of a Deployment',
    edited(
      'clusters/cluster-east-dev/apps/billing-dev/cache-cache.yaml',
      /matchLabels:\n( +)/,
      'matchLabels:\n$1more: "x"\n$1',
    ),
    /cache-cache\.yaml:\d+: spec\.selector of Deployment \S+ was changed\. The API server refuses that/,
  ],
  [
    'what a binding binds',
    edited('infrastructure/cluster-east-dev/billing-dev/walls.yaml', 'name: view', 'name: edit'),
    /roleRef of RoleBinding \S+ was changed/,
  ],
  [
    'where a database started from',
    edited(DATABASE, 'owner: app', 'owner: other'),
    /spec\.bootstrap of Cluster payments-db was changed/,
  ],
  [
    'the form of walls under what stands',
    edited('clusters/cluster-east-prod/profile.yaml', 'executor: kubernetes', 'executor: opentofu'),
    /profile\.yaml:5: executor was changed while 1 environments stand on cluster-east-prod/,
  ],
])('%s may not be changed', async (_what, after, said) => {
  expect(await refused(FLEET, after)).toEqual(expect.arrayContaining([expect.stringMatching(said)]));
});

test.each<[string, Files, RegExp]>([
  [
    'the Kustomization of what stands',
    without(CONFIG),
    /config\/payments-prod\.yaml:1: was deleted, and payments-prod needs it\. Flux and Berth would remove/,
  ],
  [
    'walls',
    without('infrastructure/cluster-east-prod/payments-prod/walls.yaml'),
    /walls\.yaml:1: was deleted, and payments-prod needs it/,
  ],
  [
    'a record',
    without('environments/billing-dev/berth.yaml'),
    /environments\/billing-dev\/berth\.yaml:1: was deleted, and billing-dev needs it/,
  ],
  ['a request', without(REQUEST), /BR-7F3K2M9QXA\.yaml:1: was deleted\. A request stays/],
  [
    'a project with environments',
    without('projects/billing.yaml'),
    /projects\/billing\.yaml:1: was deleted, and billing-dev need it/,
  ],
  [
    'prices that estimates stand on',
    without('prices/2026-01.yaml'),
    /prices\/2026-01\.yaml:1: was deleted, and \S+ and 1 more need it/,
  ],
  [
    'a cluster that is lived on',
    without('clusters/cluster-west-prod/profile.yaml'),
    /profile\.yaml:1: was deleted, and payments-prod need it/,
  ],
])('%s may not be deleted', async (_what, after, said) => {
  expect(await refused(FLEET, after)).toEqual(expect.arrayContaining([expect.stringMatching(said)]));
});

test('an undo passes when it restores exactly what stood before its merge, and not otherwise', async () => {
  const before = withRequest(EMPTY, BILLING);
  const undo = { ...CHANGED, undo: 'a'.repeat(40) };
  expect(await refused(FLEET, before, undo, before)).toEqual([]);
  const less = withFile(before, CONFIG, FLEET.get(CONFIG) ?? '');
  expect(await refused(FLEET, less, undo, before)).not.toEqual([]);
  const more = withFile(before, 'organisation.yaml', `${before.get('organisation.yaml')}# x\n`);
  expect(await refused(FLEET, more, undo, before)).toContainEqual(
    expect.stringMatching(/^organisation\.yaml:1: is not what stood before a{40}\./),
  );
  expect(await refused(FLEET, before, undo)).toContainEqual(expect.stringContaining('merged nothing of this request'));
});

test('a decommission may remove an environment, and one that only says so in its commit may not', async () => {
  const gone = [...FLEET.keys()].filter((path) => path.includes('billing-dev'));
  const request = FLEET.get('requests/billing/BR-0000000001.yaml') ?? '';
  const removed = without(...gone);
  const trailers = { request: 'BR-0000000004', spec: 'sha256:1' };
  expect(await refused(FLEET, removed, trailers)).toContainEqual(expect.stringContaining('[deletion]'));
  const asked = withFile(
    removed,
    'requests/billing/BR-0000000004.yaml',
    request.replace('kind: create-project', 'kind: decommission').concat('removes: { environment: billing-dev }\n'),
  );
  expect(await refused(FLEET, asked, trailers)).toEqual([]);
});

test('the newest commit of Berth’s says whose a change is, updates from the base say nothing', () => {
  expect(
    readTrailers([
      "Merge branch 'main' into berth/BR-1\n",
      'Two\n\nBerth-Request: BR-1\nBerth-Spec: sha256:2\n',
      'One\n\nBerth-Request: BR-1\nBerth-Spec: sha256:1\nBerth-Undo: abc\n',
    ]),
  ).toEqual({ request: 'BR-1', spec: 'sha256:2' });
  expect(readTrailers(['By hand'])).toEqual({});
});
