/** What Flux says about its objects, read into values. */

import type { KubernetesClient, KubernetesObject, ObjectKey } from '../../clients/kubernetes.ts';
import { FLUX_NAMESPACE } from '../../domain/render/manifest.ts';

/** Flux acts on an object whenever the value of this annotation changes, and repeats it when it has. */
export const REQUESTED = 'reconcile.fluxcd.io/requestedAt';

/** The one GitRepository of a cluster, as `flux bootstrap` names it. */
export const SOURCE_KEY: ObjectKey = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  namespace: FLUX_NAMESPACE,
  name: 'flux-system',
};
export const kustomizationKey = (environment: string): ObjectKey => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  namespace: FLUX_NAMESPACE,
  name: environment,
});

export interface Ready {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** It waits for another Kustomization; or it looks anew since something has changed, and has broken its wait off for that. */
const PASSING = ['DependencyNotReady', 'HealthCheckCanceled'];

/** The API server refuses everything that a quota limits until a controller has counted what is there, just after it was made. */
const NOT_COUNTED = 'status unknown for quota';

/** Whether Flux says that it is not ready for a reason that Flux itself ends. */
export const passesByItself = (ready: Pick<Ready, 'reason' | 'message'> | undefined): boolean =>
  ready !== undefined && (PASSING.includes(ready.reason) || ready.message.includes(NOT_COUNTED));

export interface SourceState {
  readonly ready: Ready | undefined;
  /** Commit that Flux has fetched. */
  readonly fetched: string | undefined;
}

export interface KustomizationState {
  readonly ready: Ready | undefined;
  /** False while the status speaks of an older spec. */
  readonly isCurrent: boolean;
  /** Commits. */
  readonly attempted: string | undefined;
  readonly applied: string | undefined;
  /** Value of the last request that Flux has finished with. */
  readonly handled: string | undefined;
  readonly serviceAccount: string | undefined;
  readonly inventory: readonly ObjectKey[];
}

interface FluxFields {
  readonly spec?: { readonly serviceAccountName?: string };
  readonly status?: {
    readonly conditions?: readonly ({ readonly type: string } & Ready)[];
    readonly observedGeneration?: number;
    readonly artifact?: { readonly revision?: string };
    readonly lastAttemptedRevision?: string;
    readonly lastAppliedRevision?: string;
    readonly lastHandledReconcileAt?: string;
    readonly inventory?: { readonly entries?: readonly { readonly id: string; readonly v: string }[] };
  };
}

/** Undefined when the object does not exist. */
export async function readSource(client: KubernetesClient): Promise<SourceState | undefined> {
  const object = await client.readObject(SOURCE_KEY);
  if (!object) return undefined;
  const { status } = object as unknown as FluxFields;
  return { ready: readyOf(object), fetched: commitOf(status?.artifact?.revision) };
}

/** Undefined when the object does not exist. */
export async function readKustomization(
  client: KubernetesClient,
  environment: string,
): Promise<KustomizationState | undefined> {
  const object = await client.readObject(kustomizationKey(environment));
  if (!object) return undefined;
  const { spec, status } = object as unknown as FluxFields;
  return {
    ready: readyOf(object),
    isCurrent: status?.observedGeneration === object.metadata.generation,
    attempted: commitOf(status?.lastAttemptedRevision),
    applied: commitOf(status?.lastAppliedRevision),
    handled: status?.lastHandledReconcileAt,
    serviceAccount: spec?.serviceAccountName,
    inventory: (status?.inventory?.entries ?? []).map(keyOfEntry),
  };
}

function readyOf(object: KubernetesObject): Ready | undefined {
  return (object as unknown as FluxFields).status?.conditions?.find((c) => c.type === 'Ready');
}

/** The commit of a revision such as `main@sha1:9a0c…`. */
const commitOf = (revision: string | undefined) => revision?.split(':').at(-1);

/** An inventory entry's id is `<namespace>_<name>_<group>_<kind>`. */
function keyOfEntry({ id, v }: { id: string; v: string }): ObjectKey {
  const [namespace = '', name = '', group = '', kind = ''] = id.split('_');
  return { apiVersion: group ? `${group}/${v}` : v, kind, name, ...(namespace ? { namespace } : {}) };
}
