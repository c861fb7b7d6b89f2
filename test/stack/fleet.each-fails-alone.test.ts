/*
 * Many environments on one real cluster: what is wrong with one or two of them holds up nobody else. All two hundred with
 * BERTH_LONG_TESTS=1: Flux takes two seconds of a processor for each.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { KubernetesObject } from '../../src/clients/kubernetes.ts';
import { CLUSTER, mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { borrowCluster, keepClusterToOurselves } from '../support/cluster-loan.ts';
import { eventually } from '../support/eventually.ts';
import { wholeFile } from '../support/fixture.ts';
import { emptyFleet, renderOn } from '../support/fleet-files.ts';

// In this order: the world closes before its cluster ends.
const world = wholeFile(startClusterWorld);
keepClusterToOurselves();

const COUNT = process.env['BERTH_LONG_TESTS'] ? 200 : 20;
const AT_ONCE = 10;
const WITHIN_MS = 900_000;
const EMPTY = emptyFleet();

const project = (n: number) => `team-${String(n).padStart(3, '0')}`;
const environment = (n: number) => `${project(n)}-prod`;
const all = Array.from({ length: COUNT }, (_, n) => n);
const UNPROVISIONED = 5;
const BROKEN = 10;
const CHANGED = 15;

/** An Ingress each: two hundred that run something would be about the nodes. */
function filesOf(n: number, host = `${project(n)}.example.test`): Record<string, string> {
  const items = [{ item: 'ingress', parameters: { host } }];
  const reference = `BR-${String(n).padStart(10, '0')}`;
  const { files } = renderOn(EMPTY, {
    request: { reference, project: project(n) },
    selection: { stage: 'prod', regions: ['east'], size: 'XS', items },
  });
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}

/** What Berth's step 6 does for each environment. */
async function makeWalls(sha: string, numbers: readonly number[]): Promise<void> {
  const left = [...numbers];
  const work = async () => {
    for (let n = left.pop(); n !== undefined; n = left.pop()) {
      const order = mergedRequest(sha);
      const placement = { ...order.placement, environment: environment(n) };
      const request = { ...order.request, reference: `BR-${String(n).padStart(10, '0')}`, project: project(n) };
      await world.infrastructure.applyInfrastructure({ ...order, request, placement });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

interface Kustomization extends KubernetesObject {
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[];
    readonly lastAppliedRevision?: string;
  };
}

const ready = ({ status }: Kustomization) => status?.conditions?.find(({ type }) => type === 'Ready');

/** As the administrator: Berth itself lists neither. */
async function list<T extends KubernetesObject>(path: string): Promise<T[]> {
  const { api } = await borrowCluster();
  const { items } = (await api.send('GET', `/apis/${path}`)) as { items: T[] };
  return items;
}

async function kustomizations(): Promise<Map<string, Kustomization>> {
  const found = await list<Kustomization>('kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations');
  return new Map(found.map((one) => [one.metadata.name, one]));
}

/** Names of the environments that Flux calls ready at this commit or a later one of ours. */
async function readyAt(shas: readonly string[]): Promise<Set<string>> {
  const isThere = (one: Kustomization) => shas.some((sha) => one.status?.lastAppliedRevision?.endsWith(sha));
  const found = [...(await kustomizations())].filter(([, one]) => ready(one)?.status === 'True' && isThere(one));
  return new Set(found.map(([name]) => name));
}

/** So many objects are much to read: not more often than once a second. */
function untilReady(shas: readonly string[], isThere: (ready: ReadonlySet<string>) => boolean): Promise<true> {
  return eventually(async () => {
    await delay(1000);
    return isThere(await readyAt(shas)) || undefined;
  }, WITHIN_MS);
}

async function askFlux(): Promise<void> {
  const source = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', namespace: 'flux-system' };
  await world.client.annotateObject(
    { ...source, name: 'flux-system' },
    { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() },
  );
}

let merged = '';

test(
  'one tenant that is not provisioned fails alone, beside all others, which become ready',
  async () => {
    const files = Object.entries(Object.assign({}, ...all.map((n) => filesOf(n))) as Record<string, string>);
    const ofFlux = ([path]: readonly [string, string]) => path.startsWith('clusters/');
    const walls = world.fleet.commit({
      '.sourceignore': EMPTY.get('.sourceignore') ?? '',
      ...Object.fromEntries(files.filter((file) => !ofFlux(file))),
    });
    await makeWalls(
      walls,
      all.filter((n) => n !== UNPROVISIONED),
    );
    merged = world.fleet.commit(Object.fromEntries(files.filter(ofFlux)));
    await askFlux();

    await untilReady([merged], (names) => names.size >= COUNT - 1 + CONFIG);

    const waiting = (await kustomizations()).get(environment(UNPROVISIONED)) as Kustomization;
    expect(ready(waiting)).toMatchObject({
      status: 'False',
      message: expect.stringContaining(environment(UNPROVISIONED)),
    });
    const names = await readyAt([merged]);
    expect(all.filter((n) => !names.has(environment(n)))).toEqual([UNPROVISIONED]);
  },
  WITHIN_MS,
);

/** The root Kustomization and the one over `config/`. */
const CONFIG = 2;

test(
  'a broken file in config/ stops no environment that stands: one that changes is rolled out all the same',
  async () => {
    const broken = `clusters/${CLUSTER}/config/${environment(BROKEN)}.yaml`;
    const later = world.fleet.commit({ ...filesOf(CHANGED, 'changed.example.test'), [broken]: 'kind: [\n' });
    await askFlux();

    await untilReady([later], (names) => names.has(environment(CHANGED)));
    const [ingress] = await list(`networking.k8s.io/v1/namespaces/${environment(CHANGED)}/ingresses`);
    expect(JSON.stringify(ingress?.['spec'])).toContain('changed.example.test');
    const config = await eventually(async () =>
      [...(await kustomizations()).values()].find((one) => /kind: \[|YAML|yaml/.test(ready(one)?.message ?? '')),
    );
    expect(ready(config)?.status).toBe('False');
    // Flux tries every environment at the new commit, and says meanwhile that none of them is ready.
    await untilReady([later], ({ size }) => size >= COUNT - 1);
    const names = await readyAt([later]);
    expect(all.filter((n) => !names.has(environment(n)))).toEqual([UNPROVISIONED]);
  },
  WITHIN_MS,
);
