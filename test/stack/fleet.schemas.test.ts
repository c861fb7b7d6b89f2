/*
 * A fleet held to what a real API server knows: the schemas are taken from it, and kubeconform, our own check and the
 * server's dry run have to agree about what Berth renders and about what it would never render.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { createKubernetesClient, type KubernetesObject } from '../../src/clients/kubernetes.ts';
import type { RenderedFile } from '../../src/domain/change.ts';
import { checkRendered } from '../../src/fleet/check.ts';
import { describeFinding } from '../../src/fleet/finding.ts';
import { readFolder } from '../../src/fleet/folder.ts';
import { schemaFolder } from '../../src/fleet/schemas.ts';
import { KUBERNETES_PROGRAMS } from '../../stack/programs/kubernetes.ts';
import { pathsOf } from '../../stack/programs/program.ts';
import { CLUSTER } from '../support/cluster.ts';
import { type BorrowedCluster, borrowCluster } from '../support/cluster-loan.ts';
import { renderOn } from '../support/fleet-files.ts';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
const { kubeconform } = KUBERNETES_PROGRAMS;

let folder: string;
let cluster: BorrowedCluster;
beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'berth-schemas-'));
  folder = join(root, 'fleet');
  cluster = await borrowCluster();
  const kubeconfig = join(root, 'kubeconfig');
  writeFileSync(kubeconfig, cluster.adminKubeconfig);
  berth('init', folder);
  berth('schemas', folder, '--cluster', CLUSTER, '--kubeconfig', kubeconfig);
});
afterAll(async () => {
  await cluster.reset();
  rmSync(dirname(folder), { recursive: true, force: true });
});

const berth = (...args: string[]) => execFileSync(process.execPath, [MAIN, 'fleet', ...args], { encoding: 'utf8' });

/** What the worked example puts on the cluster, a virtual machine with it. */
function rendered(): RenderedFile[] {
  const items = [
    { item: 'postgresql', parameters: { version: '16', storage: '20Gi' } },
    { item: 'ingress', parameters: { host: 'payments.example.test' } },
    { item: 'cache', parameters: {} },
    { item: 'vm', parameters: {} },
  ];
  const { files } = renderOn(readFolder(folder), { selection: { regions: ['east'], size: 'M', items } });
  return files.filter(({ path }) => path.includes(CLUSTER));
}

const isManifest = ({ path }: RenderedFile) => path.endsWith('.yaml') && !path.endsWith('/kustomization.yaml');

/** Lines of what kubeconform refuses. */
function refusedByKubeconform(files: readonly RenderedFile[]): string[] {
  const place = mkdtempSync(join(dirname(folder), 'manifests-'));
  for (const { path, content } of files.filter(isManifest)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content);
  }
  const pattern = join(
    folder,
    schemaFolder(CLUSTER),
    '{{ .ResourceKind }}-{{ .Group }}-{{ .ResourceAPIVersion }}.json',
  );
  const { kubeconform: program } = pathsOf({ kubeconform });
  const { stdout } = spawnSync(program, ['-strict', '-output', 'json', '-schema-location', pattern, place], {
    encoding: 'utf8',
  });
  const { resources = [] } = JSON.parse(stdout) as { resources?: readonly { filename: string; msg: string }[] };
  return resources.map(({ filename, msg }) => `${filename}: ${msg}`);
}

/** What the API server says of each object in a dry run; the namespace is there. */
async function refusedByServer(files: readonly RenderedFile[]): Promise<string[]> {
  const client = createKubernetesClient(cluster.adminKubeconfig);
  const namespaces: KubernetesObject[] = ['payments-prod', 'flux-system'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  }));
  for (const namespace of namespaces) await client.applyObject(namespace);
  const objects = files
    .filter(isManifest)
    .flatMap(({ content }) => parseAllDocuments(content).map((document) => document.toJS() as KubernetesObject));
  const refused: string[] = [];
  for (const object of objects) {
    await client
      .applyObject(object, { dryRun: true, force: true })
      .catch((error: Error) => refused.push(error.message));
  }
  return refused;
}

const refusedByBerth = async (files: readonly RenderedFile[]) =>
  checkRendered(files, readFolder(folder)).map(describeFinding);

test('schemas of exactly what environments have are written, and the fleet passes with them', () => {
  const kinds = [...readFolder(join(folder, schemaFolder(CLUSTER))).keys()];
  expect(kinds).toEqual(
    expect.arrayContaining([
      '_definitions.json',
      'cluster-postgresql.cnpg.io-v1.json',
      'deployment-apps-v1.json',
      'kustomization-kustomize.toolkit.fluxcd.io-v1.json',
      'namespace-v1-v1.json',
      'virtualmachine-kubevirt.io-v1.json',
    ]),
  );
  expect(kinds.filter((name) => /secret|pod-|clusterrole/.test(name))).toEqual([]);
  expect(berth('check', folder)).toMatch(/files checked: 0 refused\n$/);
});

test('what Berth renders passes all three', async () => {
  expect(refusedByKubeconform(rendered())).toEqual([]);
  expect(await refusedByBerth(rendered())).toEqual([]);
  expect(await refusedByServer(rendered())).toEqual([]);
});

test.each([
  ['an unknown field of a quota', 'walls.yaml', /hard:/, 'hrad: {}\n  hard:', 'hrad'],
  [
    'an unknown field of a custom kind',
    'postgresql-db.yaml',
    /instances: 1/,
    'instances: 1\n  instanses: 2',
    'instanses',
  ],
  [
    'an unknown field deep in a Deployment',
    'cache-cache.yaml',
    /containers:\n( +)- /,
    'containers:\n$1- imagee: x\n$1  ',
    'imagee',
  ],
  ['a value of another type', 'postgresql-db.yaml', /instances: 1/, 'instances: one', 'instances'],
])('%s is refused by all three', async (_what, file, from, to, named) => {
  const files = rendered().map((one) =>
    one.path.endsWith(`/${file}`) ? { ...one, content: one.content.replace(from, to) } : one,
  );
  expect(files).not.toEqual(rendered());
  for (const said of [refusedByKubeconform(files), await refusedByBerth(files), await refusedByServer(files)]) {
    expect(said).toEqual([expect.stringContaining(named)]);
  }
});
