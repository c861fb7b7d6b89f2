import type { ServiceRequest } from '../request.ts';
import type { Json } from '../selection.ts';

/** A Kubernetes object as it is written to Git. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Group names of the Kubernetes API that the walls use. */
export const RBAC = 'rbac.authorization.k8s.io';
/** Where Flux and the tenants' service accounts live on every cluster. */
export const FLUX_NAMESPACE = 'flux-system';
/** Pods with this label set to `namespace` are left out of every opening to the outside. */
export const EXPOSURE_LABEL = 'berth.dev/exposure';

/** Labels of every object of a request's environment. */
export function ownerLabels(request: ServiceRequest, environment: string): Record<string, string> {
  return {
    'app.kubernetes.io/managed-by': 'berth',
    'berth.dev/cost-centre': request.costCentre,
    'berth.dev/environment': environment,
    'berth.dev/project': request.project,
    'berth.dev/request': request.reference,
  };
}

/** An item's rendered object, put into its environment: namespace and labels are the renderer's, not the template's. */
export function adopt(object: Json, environment: string, labels: Record<string, string>): Manifest {
  const manifest = object as unknown as Manifest;
  const metadata = {
    ...manifest.metadata,
    namespace: environment,
    labels: { ...manifest.metadata.labels, ...labels },
  };
  return { ...manifest, metadata };
}
