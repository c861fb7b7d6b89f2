/* The index that `berth fleet init` adds to a Flux repository, as Flux' own builder takes it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { carryOut, readFolder } from '../../src/fleet/folder.ts';
import { planInit } from '../../src/fleet/init.ts';
import { KUBERNETES_PROGRAMS } from '../../stack/programs/kubernetes.ts';
import { pathsOf } from '../../stack/programs/program.ts';

const CLUSTER = 'clusters/cluster-north-prod';
const SEED = { organisation: 'acme', owner: 'acme/platform', clusters: [{ name: 'cluster-north-prod' }] };
const { kubectl } = KUBERNETES_PROGRAMS;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-bootstrap-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** `Kind name` of everything Flux would apply of the cluster's folder. */
function built(): string[] {
  const { stdout, stderr } = spawnSync(pathsOf({ kubectl }).kubectl, ['kustomize', join(folder, CLUSTER)], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  const objects = parseAllDocuments(stdout).map(
    (document) => document.toJS() as { kind: string; metadata: { name: string } },
  );
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();
}

const OURS = [
  'ClusterRole berth-tenant',
  'Kustomization berth-config',
  'Role berth-config',
  'RoleBinding berth-config',
  'ServiceAccount berth-config',
];

test('a new cluster gets one Kustomization over config/ and what it needs, and no environment', () => {
  carryOut(folder, planInit(readFolder(folder), SEED));
  write(`${CLUSTER}/config/a-prod.yaml`, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n');
  expect(built()).toEqual(OURS);
});

test('a cluster that Flux had without an index keeps everything it has, Flux too', () => {
  write(`${CLUSTER}/flux-system/gotk.yaml`, 'apiVersion: v1\nkind: Namespace\nmetadata: { name: flux-system }\n');
  write(`${CLUSTER}/flux-system/kustomization.yaml`, 'kind: Kustomization\nresources: [gotk.yaml]\n');
  write(`${CLUSTER}/team/deep/app.yaml`, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: app }\n');
  carryOut(folder, planInit(readFolder(folder), SEED));
  expect(built()).toEqual([...OURS, 'ConfigMap app', 'Namespace flux-system'].toSorted());
});
