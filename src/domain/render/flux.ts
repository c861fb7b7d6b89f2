import type { HealthCheck } from '../catalogue.ts';
import { compare } from '../compare.ts';
import { FLUX_NAMESPACE, type Manifest, ownerLabels } from './manifest.ts';
import type { PlacementPlan, RenderedItem } from './placement.ts';

/** Where an environment's own objects are on a cluster. */
export const appsFolder = (cluster: string, environment: string) => `clusters/${cluster}/apps/${environment}`;

/** The environment's own Flux Kustomization: acts with its own service account, so one tenant cannot touch another. */
export function fluxKustomization({ request, placement, items }: PlacementPlan): Manifest {
  const { cluster, environment } = placement;
  const health = healthChecks(items);
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
      ...(health.length > 0 && { healthCheckExprs: health }),
      serviceAccountName: environment,
      sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      path: `./${appsFolder(cluster, environment)}`,
    },
  };
}

/** One for each kind, as Flux demands, however many items render it. */
function healthChecks(items: readonly RenderedItem[]): HealthCheck[] {
  const checks = new Map(items.flatMap(({ health }) => health.map((check) => [titleOf(check), check] as const)));
  return [...checks.values()].toSorted((a, b) => compare(titleOf(a), titleOf(b)));
}

const titleOf = ({ apiVersion, kind }: HealthCheck) => `${apiVersion}/${kind}`;

/** The index inside the environment's folder; only its own requests ever write it. */
export function appsIndex(files: readonly string[]): unknown {
  return { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: files.toSorted() };
}
