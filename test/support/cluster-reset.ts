/* Brings a real cluster back to where it was before a test, faster than its controllers would. */
import type { KubeObject } from '../../sandbox/cluster/objects.ts';
import type { AdminApi } from '../../stack/cluster/admin-api.ts';
import { FLUX_NAMESPACE } from '../../stack/flux/bootstrap.ts';

const KEPT = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease', 'berth-system', FLUX_NAMESPACE]);
const KUSTOMIZATIONS = `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${FLUX_NAMESPACE}/kustomizations`;
const SOURCES = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${FLUX_NAMESPACE}/gitrepositories`;
const MERGE = 'application/merge-patch+json';
const AT_ONCE = { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, propagationPolicy: 'Background' };

/** Removes what Flux, Berth and tests have made. The controllers keep running, without a source. */
export async function resetCluster(admin: AdminApi): Promise<void> {
  await forgetAll(admin, KUSTOMIZATIONS);
  await forgetAll(admin, SOURCES);
  const namespaces = await admin.list({ apiVersion: 'v1', kind: 'Namespace' });
  const made = namespaces.map(({ metadata }) => metadata.name).filter((name) => !KEPT.has(name));
  await Promise.all(made.map((name) => removeNamespace(admin, name)));
  await removeMarked(admin);
}

/** A Kustomization that is suspended prunes nothing when it goes. */
async function forgetAll(admin: AdminApi, path: string): Promise<void> {
  const names = async () => {
    const { items } = (await admin.send('GET', path)) as { items: KubeObject[] };
    return items.map(({ metadata }) => metadata.name);
  };
  for (let left = await names(); left.length > 0; left = await names()) {
    for (const name of left) {
      const change = { spec: { suspend: true }, metadata: { finalizers: null } };
      await orGone(admin.send('PATCH', `${path}/${name}`, change, MERGE));
      await orGone(admin.send('DELETE', `${path}/${name}`));
    }
  }
}

/** What a test left in Flux's namespace and over all namespaces. */
async function removeMarked(admin: AdminApi): Promise<void> {
  const own = new Set(['default', 'source-controller', 'kustomize-controller']);
  const accounts = await admin.list({ apiVersion: 'v1', kind: 'ServiceAccount', namespace: FLUX_NAMESPACE });
  const made = accounts.filter(({ metadata }) => !own.has(metadata.name));
  for (const { metadata } of made) {
    await orGone(admin.send('DELETE', `/api/v1/namespaces/${FLUX_NAMESPACE}/serviceaccounts/${metadata.name}`));
  }
}

/** Takes the namespace controller's work on itself, which waits five seconds on purpose. */
async function removeNamespace(admin: AdminApi, name: string): Promise<void> {
  await orGone(admin.send('DELETE', `/api/v1/namespaces/${name}`));
  const paths = (await namespacedPaths(admin)).map((path) => path.replace('{}', name));
  await Promise.all(paths.map((path) => orGone(admin.send('DELETE', path, AT_ONCE))));
  await Promise.all(paths.map((path) => removeHeld(admin, path)));
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: { finalizers: [] } };
  await orGone(admin.send('PUT', `/api/v1/namespaces/${name}/finalize`, body));
}

async function removeHeld(admin: AdminApi, path: string): Promise<void> {
  const { items = [] } = ((await orGone(admin.send('GET', path))) ?? {}) as { items?: KubeObject[] };
  for (const { metadata } of items) {
    await orGone(admin.send('PATCH', `${path}/${metadata.name}`, { metadata: { finalizers: null } }, MERGE));
    await orGone(admin.send('DELETE', `${path}/${metadata.name}`, AT_ONCE));
  }
}

interface Discovered {
  readonly resources: readonly {
    readonly name: string;
    readonly namespaced: boolean;
    readonly verbs: readonly string[];
  }[];
}

const paths = new WeakMap<AdminApi, Promise<string[]>>();

/** Of every kind that lives in namespaces and can be deleted by the collection, `{}` standing for the namespace. */
function namespacedPaths(admin: AdminApi): Promise<string[]> {
  const known = paths.get(admin) ?? discover(admin);
  paths.set(admin, known);
  return known;
}

async function discover(admin: AdminApi): Promise<string[]> {
  const { groups } = (await admin.send('GET', '/apis')) as { groups: { preferredVersion: { groupVersion: string } }[] };
  const bases = ['/api/v1', ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  const found = bases.map(async (base) => {
    const { resources } = (await admin.send('GET', base)) as Discovered;
    const meant = resources.filter(({ namespaced, verbs }) => namespaced && verbs.includes('deletecollection'));
    return meant.map(({ name }) => `${base}/namespaces/{}/${name}`);
  });
  return (await Promise.all(found)).flat();
}

async function orGone(sent: Promise<unknown>): Promise<unknown> {
  try {
    return await sent;
  } catch (error) {
    const { code } = error as { code?: unknown };
    // Gone by itself, or not to be deleted this way.
    if (code === 404 || code === 405 || code === 409) return undefined;
    throw error;
  }
}
