/*
 * What `flux bootstrap` leaves on a cluster, with the patches that Flux's documentation gives for several tenants: the
 * root Kustomization acts as kustomize-controller's own account, every other without an account as `default`, which may
 * do nothing.
 */
import type { KubeObject } from '../../sandbox/cluster/objects.ts';
import type { AdminApi } from '../cluster/admin-api.ts';

export const FLUX_NAMESPACE = 'flux-system';
const RBAC = 'rbac.authorization.k8s.io';

/** Where the fleet is, and how Flux may read it. */
export interface FleetAccess {
  /** Clone URL over HTTP. */
  readonly url: string;
  readonly username: string;
  /** A token that may read the fleet. */
  readonly password: string;
}

const meta = (name: string) => ({ name, namespace: FLUX_NAMESPACE });

/** Accounts and rights of the controllers. */
export async function prepareFlux(admin: AdminApi): Promise<void> {
  await admin.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: FLUX_NAMESPACE } });
  for (const object of accounts()) await admin.apply(object);
}

/** The source and the Kustomization over the cluster's folder, which makes all others. */
export async function bootstrapFlux(admin: AdminApi, cluster: string, fleet: FleetAccess): Promise<void> {
  await setFleet(admin, fleet);
  await admin.apply({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: meta('flux-system'),
    spec: {
      interval: '10m0s',
      path: `./clusters/${cluster}`,
      prune: true,
      serviceAccountName: 'kustomize-controller',
      sourceRef: { kind: 'GitRepository', name: 'flux-system' },
    },
  });
}

/** Points Flux at a fleet. */
export async function setFleet(admin: AdminApi, { url, username, password }: FleetAccess): Promise<void> {
  const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: meta('flux-system') };
  await admin.apply({ ...secret, stringData: { username, password } });
  await admin.apply({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: meta('flux-system'),
    spec: { interval: '1m0s', ref: { branch: 'main' }, secretRef: { name: 'flux-system' }, url },
  });
}

function accounts(): KubeObject[] {
  const account = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(name) });
  const subjects = (...names: string[]) =>
    names.map((name) => ({ kind: 'ServiceAccount', name, namespace: FLUX_NAMESPACE }));
  const binding = (name: string, role: string, to: readonly unknown[]): KubeObject => ({
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: to,
  });
  return [
    account('source-controller'),
    account('kustomize-controller'),
    controllerRole(),
    binding('crd-controller-flux-system', 'crd-controller', subjects('source-controller', 'kustomize-controller')),
    binding('cluster-reconciler-flux-system', 'cluster-admin', subjects('kustomize-controller')),
  ];
}

/** The role of Flux's own manifests, for the controllers that run here. */
function controllerRole(): KubeObject {
  const all = ['*'];
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name: 'crd-controller' },
    rules: [
      { apiGroups: ['source.toolkit.fluxcd.io', 'kustomize.toolkit.fluxcd.io'], resources: all, verbs: all },
      {
        apiGroups: [''],
        resources: ['namespaces', 'secrets', 'configmaps', 'serviceaccounts'],
        verbs: ['get', 'list', 'watch'],
      },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] },
      {
        apiGroups: ['coordination.k8s.io'],
        resources: ['leases'],
        verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
      },
    ],
  };
}
