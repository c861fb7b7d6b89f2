import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { assessmentOf, stageOf } from '../../../test/support/scripted-activities.ts';
import { CATALOGUE, fleet, fleetWithExecutor, workedExample } from '../../../test/support/worked-example.ts';
import type { FleetSnapshot } from '../fleet.ts';
import { FleetDataError } from '../fleet-data.ts';
import type { SelectedRequest } from '../request.ts';
import type { SelectedItem, Stage } from '../selection.ts';
import { type RenderedChange, renderChange, SelectionError } from './change.ts';

/** A rendering takes milliseconds, and each run is several. */
const RUNS = { numRuns: 30 };
const FIXTURES = 'test/fixtures/render';
const render = (input = workedExample(), snapshot = fleet()) => renderChange(input, snapshot, CATALOGUE);

test('the worked example renders to exactly the files that were read and agreed', () => {
  const { files } = render();
  for (const { path, content } of files) {
    expect({ path, content }).toEqual({ path, content: readFileSync(`${FIXTURES}/worked-example/${path}`, 'utf8') });
  }
  expect(files.map(({ path }) => path)).toEqual([
    'clusters/cluster-east-prod/apps/payments-prod/ingress-web.yaml',
    'clusters/cluster-east-prod/apps/payments-prod/kustomization.yaml',
    'clusters/cluster-east-prod/apps/payments-prod/namespace.yaml',
    'clusters/cluster-east-prod/apps/payments-prod/postgresql-db.yaml',
    'clusters/cluster-east-prod/config/payments-prod.yaml',
    'clusters/cluster-west-prod/apps/payments-prod/ingress-web.yaml',
    'clusters/cluster-west-prod/apps/payments-prod/kustomization.yaml',
    'clusters/cluster-west-prod/apps/payments-prod/namespace.yaml',
    'clusters/cluster-west-prod/apps/payments-prod/postgresql-db.yaml',
    'clusters/cluster-west-prod/config/payments-prod.yaml',
    'environments/payments-prod/berth.yaml',
    'infrastructure/cluster-east-prod/payments-prod/walls.yaml',
    'infrastructure/cluster-west-prod/payments-prod/walls.yaml',
    'projects/payments.yaml',
    'requests/payments/BR-7F3K2M9QXA.yaml',
  ]);
});

test('the pull request of the worked example says what was read and agreed', () => {
  const approval = assessmentOf([stageOf('lead', ['lee'])]);
  const input = { ...workedExample(), approval };
  const { title, body } = renderChange(input, fleet(), CATALOGUE, 'https://berth.example.test');
  expect(`# ${title}\n\n${body}`).toBe(readFileSync(`${FIXTURES}/pull-request.md`, 'utf8'));
});

test('the plan names placements and costs: one size on each of two clusters', () => {
  const { plan } = render();
  expect(plan.placements.map(({ cluster, executor }) => `${cluster} ${executor}`)).toEqual([
    'cluster-east-prod kubernetes',
    'cluster-west-prod kubernetes',
  ]);
  expect(plan.cost).toEqual({ currency: 'USD', before: 0, after: 118.64, delta: 118.64, priceBook: '2026-01' });
  expect(plan.leaseEnd).toBeUndefined();
});

test('OpenTofu gets main.tf.json, every other executor walls.yaml, and never both', () => {
  for (const executor of ['github-actions', 'opentofu', 'manual', 'kubernetes']) {
    const { paths } = render(workedExample(), fleetWithExecutor(executor)).plan;
    const walls = paths.filter((path) => path.startsWith('infrastructure/cluster-east-prod/'));
    const file = executor === 'opentofu' ? 'main.tf.json' : 'walls.yaml';
    expect(walls).toEqual([`infrastructure/cluster-east-prod/payments-prod/${file}`]);
  }
});

test('a namespace alone still has its folder, index and one object', () => {
  const { files } = render(workedExample({ selection: { items: [], regions: ['east'] } }));
  const folder = 'clusters/cluster-east-prod/apps/payments-prod';
  const paths = files.map(({ path }) => path).filter((path) => path.startsWith(folder));
  expect(paths).toEqual([`${folder}/kustomization.yaml`, `${folder}/namespace.yaml`]);
});

const items: readonly SelectedItem[] = [
  { item: 'postgresql', parameters: { storage: '5Gi' } },
  { item: 'cache', parameters: {} },
  { item: 'cache', parameters: { name: 'sessions', memory: '512Mi' } },
  { item: 'ingress', parameters: { host: 'payments.example.test' } },
  { item: 'vm', parameters: { cpu: 1 } },
];
const title = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('y', '1e3', 'null', '${x}', 'a\nspecHash: b', '<!-- x -->'),
);
const example = fc
  .record({
    title,
    reason: title,
    stage: fc.constantFrom<Stage>('dev', 'prod'),
    items: fc.subarray([...items]),
    regions: fc.subarray(['east', 'west'], { minLength: 1 }),
    executor: fc.constantFrom('kubernetes', 'opentofu'),
  })
  .map(({ title: text, reason, stage, items: some, regions, executor }) => ({
    input: workedExample({
      request: { title: text, reason },
      selection: { stage, size: 'M', items: some, regions: stage === 'dev' ? ['east'] : regions },
    }),
    snapshot: fleetWithExecutor(executor),
  }));

/** The fleet after the change was merged. */
function merged(snapshot: FleetSnapshot, { files }: RenderedChange): FleetSnapshot {
  const added = files.map(({ path, content }) => [path, content] as const);
  return { sha: 'merged', files: new Map([...snapshot.files, ...added]) };
}

test('the content of a change is the same whatever it costs and however long it may live, and no other change is', () => {
  const settings = fleet().files.get('organisation.yaml') ?? '';
  const shorter = fleet({ 'organisation.yaml': settings.replaceAll(/(dev|test|staging|prod): (\d+|null)/g, '$1: 7') });
  const hashesOf = ({ plan: { specHash, contentHash } }: RenderedChange) => ({ specHash, contentHash });
  const before = hashesOf(render());

  const after = hashesOf(render(workedExample(), shorter));
  expect(after.specHash).not.toBe(before.specHash);
  expect(after.contentHash).toBe(before.contentHash);
  expect(hashesOf(render(workedExample({ selection: { size: 'M' } }))).contentHash).not.toBe(before.contentHash);
  expect(hashesOf(render(workedExample({ request: { costCentre: 'CC-7' } }))).contentHash).not.toBe(before.contentHash);
});

test('rendering again, even on top of its own merge, gives the same bytes', () => {
  fc.assert(
    fc.property(example, ({ input, snapshot }) => {
      const first = render(input, snapshot);
      expect(render(input, snapshot)).toEqual(first);
      const again = render(input, merged(snapshot, first));
      expect(again.files).toEqual(first.files);
      expect(again.plan).toEqual({ ...first.plan, baseSha: 'merged' });
    }),
    RUNS,
  );
});

test('a second environment touches no path of the first, whatever each of them has', () => {
  fc.assert(
    fc.property(example, example, ({ input, snapshot }, { input: other }) => {
      const first = workedExample({ request: input.request, selection: { ...input.selection, ...stageIn('prod') } });
      const standing = render(first, snapshot);
      const second = workedExample({
        request: { ...other.request, reference: 'BR-0000000000' },
        selection: { ...other.selection, ...stageIn('dev'), items: other.selection.items.filter(hasNoHost) },
      });
      const { plan, files } = render(second, merged(snapshot, standing));
      expect(plan.paths.filter((path) => standing.plan.paths.includes(path))).toEqual([]);
      expect(plan.paths).not.toContain('projects/payments.yaml');
      const both = merged(merged(snapshot, standing), { plan, files, title: '', body: '' });
      expect(render(first, both).files).toEqual(standing.files);
    }),
    RUNS,
  );
});

const stageIn = (stage: Stage) => ({ stage, regions: ['east'] });
/** A host is one environment's alone. */
const hasNoHost = ({ item }: SelectedItem) => item !== 'ingress';

test('the order in which items, regions and files come changes nothing', () => {
  fc.assert(
    fc.property(example, ({ input, snapshot }) => {
      const { selection } = input;
      const turned = { items: selection.items.toReversed(), regions: selection.regions.toReversed() };
      const files = new Map([...snapshot.files].toReversed());
      const other = render({ ...input, selection: { ...selection, ...turned } }, { ...snapshot, files });
      expect(other.files).toEqual(render(input, snapshot).files);
    }),
    RUNS,
  );
});

/** A path that no other environment and no other request may write. */
function isOwn(path: string, { request, selection }: SelectedRequest): boolean {
  const environment = `${request.project}-${selection.stage}`;
  const cluster = `(${selection.regions.map((region) => `cluster-${region}-${selection.stage}`).join('|')})`;
  return [
    `requests/${request.project}/${request.reference}\\.yaml`,
    `environments/${environment}/berth\\.yaml`,
    `projects/${request.project}\\.yaml`,
    `clusters/${cluster}/config/${environment}\\.yaml`,
    `clusters/${cluster}/apps/${environment}/[a-z-]+\\.yaml`,
    `infrastructure/${cluster}/${environment}/(walls\\.yaml|main\\.tf\\.json|inventory-[a-z-]+\\.yaml)`,
  ].some((own) => new RegExp(`^${own}$`).test(path));
}

test('every path belongs to the environment or the request, is named once and is sorted', () => {
  fc.assert(
    fc.property(example, ({ input, snapshot }) => {
      const { plan } = render(input, snapshot);
      expect(plan.paths.filter((path) => !isOwn(path, input))).toEqual([]);
      expect(plan.paths).toEqual([...new Set(plan.paths)].toSorted());
    }),
    RUNS,
  );
});

test('dev ends by its lease, counted from the day the request came', () => {
  expect(render(workedExample({ selection: { stage: 'dev', regions: ['east'] } })).plan.leaseEnd).toBe('2026-12-21');
});

test('the database keeps its quorum within one region, whichever that is, and the other follows it', () => {
  const postgresql = { instances: 3, storage: '10Gi', primary: 'west' };
  const { files } = render(
    workedExample({ selection: { size: 'M', items: [{ item: 'postgresql', parameters: postgresql }] } }),
  );
  const of = (cluster: string) =>
    files.find(({ path }) => path.includes(cluster) && path.includes('postgresql'))?.content;
  expect(of('cluster-west-prod')).toMatch(/instances: 3\n/);
  expect(of('cluster-west-prod')).not.toContain('replica:');
  expect(of('cluster-east-prod')).toMatch(/instances: 1\n/);
  expect(of('cluster-east-prod')).toContain('  replica:\n    enabled: true\n    source: payments-db-west\n');
});

test('a virtual machine goes where the site runs machines, and adds to the quota only where it is a pod', () => {
  const { files, plan } = render(workedExample({ selection: { items: [{ item: 'vm', parameters: {} }] } }));
  const east = 'clusters/cluster-east-prod/apps/payments-prod/vm-vm.yaml';
  const west = 'infrastructure/cluster-west-prod/payments-prod/inventory-vm-vm.yaml';
  expect(plan.paths.filter((path) => path.includes('vm-vm'))).toEqual([east, west]);
  const quotaOf = (cluster: string) =>
    /requests\.cpu: "(\d+)"/.exec(
      files.find(({ path }) => path.includes(`${cluster}/payments-prod/walls`))?.content ?? '',
    )?.[1];
  expect([quotaOf('cluster-east-prod'), quotaOf('cluster-west-prod')]).toEqual(['4', '2']);
});

test('a project declared by hand stays as it is, and its rules are inherited', () => {
  const project = (more: string) =>
    `{apiVersion: berth.dev/v1, kind: Project, name: payments, title: P, costCentre: CC-1042, leads: [lee@example.test], ${more}}`;
  const { files, plan } = render(
    workedExample(),
    fleet({ 'projects/payments.yaml': project('rules: {maxContainer: {cpu: 2}, allowFrom: [billing-prod]}') }),
  );
  expect(plan.paths).not.toContain('projects/payments.yaml');
  const walls = files.find(({ path }) => path.endsWith('walls.yaml'))?.content ?? '';
  expect(walls).toContain('name: berth-from-billing-prod');
  expect(walls).toContain('      max:\n        cpu: "2"\n');
  expect(files.find(({ path }) => path.endsWith('berth.yaml'))?.content).toContain('  - from: project/payments\n');
});

test('a selection with problems is refused with all of them; a broken fleet is somebody else’s error', () => {
  expect(() => render(workedExample({ selection: { size: 'XXL' as 'XL', regions: ['mars'] } }))).toThrow(
    SelectionError,
  );
  expect(() => render(workedExample(), fleet({ 'organisation.yaml': 'kind: Organisation' }))).toThrow(FleetDataError);
  const parent =
    '{apiVersion: berth.dev/v1, kind: Project, name: payments, title: P, costCentre: CC-1042, leads: [lee@example.test], parent: payments}';
  expect(() => render(workedExample(), fleet({ 'projects/payments.yaml': parent }))).toThrow(FleetDataError);
});
