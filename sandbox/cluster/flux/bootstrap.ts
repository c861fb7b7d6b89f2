import { knownKind } from '../resources.ts';
import type { Store } from '../store.ts';
import { KUSTOMIZATION } from './kustomization.ts';

/** Namespace of Flux and of every Kustomization. */
export const NAMESPACE = 'flux-system';
/** Name of the GitRepository, as `flux bootstrap` makes it. */
export const SOURCE = 'flux-system';
/** Name of the Kustomization over the cluster's folder. */
const ROOT = 'flux-system';
export const GIT_REPOSITORY = knownKind('source.toolkit.fluxcd.io/v1', 'GitRepository');
const NAMESPACE_KIND = knownKind('v1', 'Namespace');

/** What `flux bootstrap` puts there: the source, and the Kustomization over the cluster's folder that makes all others. */
export function bootstrap(store: Store, cluster: string): void {
  const meta = (name: string) => ({ name, namespace: NAMESPACE });
  for (const name of ['default', 'kube-system', NAMESPACE]) {
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    store.apply(NAMESPACE_KIND, object, { manager: 'bootstrap' });
  }
  const source = { interval: '1m', ref: { branch: 'main' }, url: 'ssh://git@git.example.test/example/fleet' };
  const repository = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: meta(SOURCE),
    spec: source,
  };
  store.apply(GIT_REPOSITORY, repository, { manager: 'bootstrap' });
  const spec = {
    interval: '10m',
    path: `./clusters/${cluster}`,
    prune: true,
    sourceRef: { kind: 'GitRepository', name: SOURCE },
    wait: false,
  };
  const root = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: meta(ROOT),
    spec,
  };
  store.apply(KUSTOMIZATION, root, { manager: 'bootstrap' });
}
