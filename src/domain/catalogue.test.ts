import { readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { fleetFiles } from '../../sandbox/fleet.ts';
import { CATALOGUE, fleet, workedExample } from '../../test/support/worked-example.ts';
import { type CatalogueItem, loadCatalogue } from './catalogue.ts';
import { FleetDataError } from './fleet-data.ts';
import { resolveParameters, validatorOf } from './parameters.ts';
import { clusterNames, readProfile } from './profile.ts';
import { renderChange } from './render/change.ts';
import type { Manifest } from './render/manifest.ts';
import type { SelectedItem } from './selection.ts';

/** The least each item needs to be picked. */
const NEEDED: Readonly<Record<string, SelectedItem['parameters']>> = { ingress: { host: 'x.example.test' } };
const items = [...CATALOGUE.items.values()];

/** The objects an item renders to in the worked example's place. */
function objectsOf(item: CatalogueItem): Manifest[] {
  const parameters = NEEDED[item.name] ?? {};
  const input = workedExample({ selection: { size: 'L', items: [{ item: item.name, parameters }] } });
  return renderChange(input, fleet(), CATALOGUE)
    .files.filter(({ path }) => new RegExp(`/apps/payments-prod/${item.name}[.-]`).test(path))
    .flatMap(({ content }) => parseAllDocuments(content).map((document) => document.toJS() as Manifest));
}

test('the catalogue offers what the design names', () => {
  expect([...CATALOGUE.items.keys()]).toEqual(['cache', 'ingress', 'namespace', 'postgresql', 'vm']);
});

test.each(items)('the schema of $name is strict, titled, and accepts its own defaults', (item) => {
  expect(() => validatorOf(item)).not.toThrow();
  expect(item.schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    additionalProperties: false,
  });
  for (const property of Object.values(item.schema['properties'] ?? {})) expect(property).toHaveProperty('title');
  expect(resolveParameters(item, NEEDED[item.name] ?? {}, '').problems).toEqual([]);
});

test.each(items)('$name never renders a Secret, and only inside its own namespace, marked as ours', (item) => {
  const objects = objectsOf(item);
  expect(objects.length).toBeGreaterThan(0);
  for (const { kind, metadata } of objects) {
    expect(kind).not.toBe('Secret');
    expect(metadata.namespace).toBe('payments-prod');
    expect(metadata.labels).toMatchObject({
      'berth.dev/request': 'BR-7F3K2M9QXA',
      'app.kubernetes.io/managed-by': 'berth',
    });
  }
});

const plural = (kind: string) => `${kind.toLowerCase()}${kind.endsWith('ss') ? 'es' : 's'}`.replace(/ys$/, 'ies');

/** Of the API server itself; Flux knows when they are well. */
const BUILT_IN = /^(v1|apps\/.*|batch\/.*|policy\/.*|[\w.]+\.k8s\.io\/.*)$/;

test.each(items)('$name says of each custom resource when it is well', (item) => {
  const custom = objectsOf(item).filter(({ apiVersion }) => !BUILT_IN.test(apiVersion));
  const titles = (all: readonly { apiVersion: string; kind: string }[]) =>
    new Set(all.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`));
  expect(titles(item.health)).toEqual(titles(custom));
});

test.each(items)('$name says all kinds it renders', (item) => {
  const said = item.kubernetes.flatMap(({ apiGroups, resources }) =>
    apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
  );
  const rendered = objectsOf(item).map(
    ({ apiVersion, kind }) => `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${plural(kind)}`,
  );
  expect(said).toEqual(expect.arrayContaining(rendered));
});

test.each(clusterNames(fleet()))('the tenants’ role on %s allows exactly what items say, and no Secrets', (cluster) => {
  const { rules } = parse(fleetFiles().get(`clusters/${cluster}/tenant-role.yaml`) ?? '') as {
    rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
  };
  const written = rules.filter(({ verbs }) => verbs.includes('create'));
  const pairs = (all: readonly { apiGroups: readonly string[]; resources: readonly string[] }[]) =>
    new Set(
      all.flatMap(({ apiGroups, resources }) => apiGroups.flatMap((group) => resources.map((r) => `${group}/${r}`))),
    );
  expect(pairs(written)).toEqual(pairs(items.flatMap(({ kubernetes }) => kubernetes)));
  expect([...pairs(rules)].some((pair) => pair.includes('secrets') || pair.includes('*'))).toBe(false);
});

test.each(clusterNames(fleet()))(
  'the index of %s names fixed files that are there; its profile can be read',
  (cluster) => {
    const index = parse(fleetFiles().get(`clusters/${cluster}/kustomization.yaml`) ?? '') as { resources: string[] };
    for (const file of index.resources) expect(fleetFiles().has(`clusters/${cluster}/${file}`)).toBe(true);
    expect(readProfile(fleet(), cluster)).toMatchObject({ name: cluster });
    expect(Object.keys(readProfile(fleet(), cluster)?.infrastructure ?? {})).toHaveLength(17);
  },
);

/** The shipped namespace and one more item, as somebody would add it. */
const folder = (files: Readonly<Record<string, string>>) =>
  new Map([
    ...['item.yaml', 'schema.json', 'templates/environment.yaml'].map(
      (file) => [`namespace/${file}`, readFileSync(`catalogue/namespace/${file}`, 'utf8')] as const,
    ),
    ...Object.entries(files),
  ]);
const QUEUE = {
  'queue/item.yaml': '{name: queue, version: 0.1.0, title: Queue, description: A queue, billing: included}',
  'queue/schema.json': '{"type":"object","properties":{"text":{"type":"string"}},"additionalProperties":false}',
  'queue/templates/q.yaml':
    '{apiVersion: v1, kind: ConfigMap, metadata: {name: q}, data: {text: {$eval: parameters.text}}}',
};

test('an item is added by a folder alone, and no value of a person becomes a template or YAML', () => {
  const text = '${project} {$eval: "1"}\n---\nkind: Secret';
  const input = workedExample({ selection: { items: [{ item: 'queue', parameters: { text } }] } });
  const { files } = renderChange(input, fleet(), loadCatalogue(folder(QUEUE)));
  const content = files.find(({ path }) => path.endsWith('/queue.yaml'))?.content ?? '';
  expect(parseAllDocuments(content).map((document) => (document.toJS() as { data: unknown }).data)).toEqual([{ text }]);
});

test('the time a template reads is the request’s, so rendering later gives the same', () => {
  const template = QUEUE['queue/templates/q.yaml'].replace('parameters.text', 'now');
  const input = workedExample({ selection: { items: [{ item: 'queue', parameters: {} }] } });
  const { files } = renderChange(
    input,
    fleet(),
    loadCatalogue(folder({ ...QUEUE, 'queue/templates/q.yaml': template })),
  );
  const content = files.find(({ path }) => path.endsWith('/queue.yaml'))?.content ?? '';
  expect(content).toContain(`text: "${input.request.source.receivedAt}"`);
});

test.each([
  ['renders a Secret', { 'queue/templates/q.yaml': '{apiVersion: v1, kind: Secret, metadata: {name: q}}' }, /Secret/],
  ['has a broken template', { 'queue/templates/q.yaml': '{kind: {$eval: nobody}}' }, /nobody/],
])('an item that %s is the catalogue’s error, not the requester’s', (_name, files, message) => {
  const catalogue = loadCatalogue(folder({ ...QUEUE, ...files }));
  const input = workedExample({ selection: { items: [{ item: 'queue', parameters: { text: 'x' } }] } });
  const render = () => renderChange(input, fleet(), catalogue);
  expect(render).toThrow(FleetDataError);
  expect(render).toThrow(message);
});

test('a catalogue without its namespace, a size or a right name is refused', () => {
  expect(() => loadCatalogue(new Map())).toThrow(FleetDataError);
  const namespace = readFileSync('catalogue/namespace/item.yaml', 'utf8');
  expect(() => loadCatalogue(folder({ 'namespace/item.yaml': namespace.replace(/^ {2}XL: .*$/m, '') }))).toThrow(
    'size XL',
  );
  expect(() =>
    loadCatalogue(folder({ ...QUEUE, 'queue/item.yaml': QUEUE['queue/item.yaml'].replace('queue', 'q') })),
  ).toThrow('name must be queue');
});
