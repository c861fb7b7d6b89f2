import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { checkFleet } from '../../src/fleet/check.ts';
import { describeFinding } from '../../src/fleet/finding.ts';
import { carryOut, readFolder } from '../../src/fleet/folder.ts';
import { planInit } from '../../src/fleet/init.ts';

const SEED = {
  organisation: 'acme',
  owner: 'acme/platform',
  clusters: [{ name: 'cluster-north-prod', api: 'https://north:6443' }],
};
const CLUSTER = 'clusters/cluster-north-prod';

/** A repository as `flux bootstrap` and its people left it, without an index in the cluster's folder. */
const FLUX = {
  'README.md': 'Ours\n',
  [`${CLUSTER}/flux-system/gotk-components.yaml`]: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: flux-system }\n',
  [`${CLUSTER}/flux-system/kustomization.yaml`]: 'kind: Kustomization\nresources: [gotk-components.yaml]\n',
  [`${CLUSTER}/team/app.yaml`]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: app, namespace: team }\n',
  [`${CLUSTER}/values.yaml`]: 'replicas: 2\n',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function init() {
  const planned = planInit(readFolder(folder), SEED);
  carryOut(folder, planned);
  return planned;
}

const read = (path: string) => readFileSync(join(folder, path), 'utf8');

test('an empty folder becomes a fleet that passes its own check', async () => {
  const { steps, left } = init();
  expect([...new Set(steps.map(({ action }) => action))]).toEqual(['add']);
  expect(left).toEqual([]);
  expect(checkFleet(readFolder(folder)).map(describeFinding)).toEqual([]);
  expect(parse(read(`${CLUSTER}/profile.yaml`))).toMatchObject({
    name: 'cluster-north-prod',
    site: 'north',
    api: { url: 'https://north:6443' },
  });
  expect(read('CODEOWNERS')).toContain('@acme/platform');
});

test('again changes nothing', () => {
  init();
  const before = readFolder(folder);
  const { steps } = init();
  expect([...new Set(steps.map(({ action }) => action))]).toEqual(['same']);
  expect(readFolder(folder)).toEqual(before);
});

test('what people changed stays, and is told', () => {
  init();
  write({ 'organisation.yaml': read('organisation.yaml').replace('title: Acme', 'title: Acme Ltd') });
  const { steps } = init();
  expect(steps.filter(({ action }) => action !== 'same').map(({ path, action }) => `${action} ${path}`)).toEqual([
    'kept organisation.yaml',
  ]);
  expect(read('organisation.yaml')).toContain('Acme Ltd');
});

test('in a Flux repository nothing is touched, and our index keeps all that Flux applies, itself included', () => {
  write(FLUX);
  const { left } = init();
  for (const [path, text] of Object.entries(FLUX)) expect(read(path)).toBe(text);
  expect(parse(read(`${CLUSTER}/kustomization.yaml`))).toMatchObject({
    resources: ['berth-config.yaml', 'tenant-role.yaml', 'flux-system', 'team/app.yaml'],
  });
  // Values are no manifest, and whether they matter only people know.
  expect(left.map(describeFinding)).toEqual([
    expect.stringMatching(/kustomization\.yaml:\d+: note: does not name values\.yaml/),
  ]);
});

test('an index of one’s own stays, and what it lacks is told with the line to add', () => {
  const index = `${CLUSTER}/kustomization.yaml`;
  write({ ...FLUX, [index]: 'kind: Kustomization\nresources:\n  - flux-system\n  - team\n  - values.yaml\n' });
  const { left } = init();
  expect(read(index)).toBe('kind: Kustomization\nresources:\n  - flux-system\n  - team\n  - values.yaml\n');
  expect(left.map(describeFinding)).toEqual([
    `${index}:2: does not name berth-config.yaml: Flux removes what it leaves out. Add berth-config.yaml. [layout]`,
    `${index}:2: does not name tenant-role.yaml: Flux removes what it leaves out. Add tenant-role.yaml. [layout]`,
  ]);
});

test('a fleet with prices gets no example of them', () => {
  write({ 'prices/2027-01.yaml': 'version: "2027-01"\n' });
  expect(init().steps.map(({ path }) => path)).not.toContain('prices/2026-01.yaml');
});
