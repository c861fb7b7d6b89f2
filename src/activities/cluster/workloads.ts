import { type KubernetesClient, KubernetesError, type ObjectKey } from '../../clients/kubernetes.ts';

interface WorkloadFields {
  readonly spec?: { readonly replicas?: number; readonly instances?: number };
  readonly status?: { readonly readyReplicas?: number; readonly readyInstances?: number };
}

/** `apiVersion/kind` of what has parts that become ready: workloads and CloudNativePG's clusters. */
const COUNTED: ReadonlySet<string> = new Set([
  'apps/v1/Deployment',
  'apps/v1/StatefulSet',
  'postgresql.cnpg.io/v1/Cluster',
]);

/** `Deployment payments-db not ready: 0 of 1` for the first of these that is not; undefined when all are. */
export async function findUnready(
  client: KubernetesClient,
  inventory: readonly ObjectKey[],
): Promise<string | undefined> {
  for (const key of inventory.filter((k) => COUNTED.has(`${k.apiVersion}/${k.kind}`))) {
    const object = (await readIfPossible(client, key)) as WorkloadFields | null;
    const wanted = object?.spec?.replicas ?? object?.spec?.instances ?? 1;
    const ready = object?.status?.readyReplicas ?? object?.status?.readyInstances ?? 0;
    if (object && ready < wanted) return `${key.kind} ${key.name} not ready: ${ready} of ${wanted}`;
  }
  return undefined;
}

/** The text only gets poorer when a workload cannot be read: that must not end the wait. */
async function readIfPossible(client: KubernetesClient, key: ObjectKey): Promise<unknown> {
  try {
    return await client.readObject(key);
  } catch (error) {
    if (error instanceof KubernetesError) return null;
    throw error;
  }
}
