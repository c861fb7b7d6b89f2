import { FLUX_NAMESPACE, type Manifest, ownerLabels } from './manifest.ts';
import type { PlacementPlan } from './placement.ts';

/** Where an environment's own objects are on a cluster. */
export const appsFolder = (cluster: string, environment: string) => `clusters/${cluster}/apps/${environment}`;

/** The environment's own Flux Kustomization: acts with its own service account, so one tenant cannot touch another. */
export function fluxKustomization({ request, placement }: PlacementPlan): Manifest {
  const { cluster, environment } = placement;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: environment, namespace: FLUX_NAMESPACE, labels: ownerLabels(request, environment) },
    spec: {
      interval: '10m',
      retryInterval: '30s',
      timeout: '5m',
      prune: true,
      wait: true,
      serviceAccountName: environment,
      sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      path: `./${appsFolder(cluster, environment)}`,
    },
  };
}

/** The index inside the environment's folder; only its own requests ever write it. */
export function appsIndex(files: readonly string[]): unknown {
  return { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: files.toSorted() };
}
