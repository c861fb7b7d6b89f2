import { type KubernetesClient, KubernetesError, type ObjectKey } from '../../clients/kubernetes.ts';

interface WorkloadFields {
  readonly spec?: { readonly replicas?: number; readonly instances?: number };
  readonly status?: {
    readonly readyReplicas?: number;
    readonly readyInstances?: number;
    readonly ready?: boolean;
    readonly printableStatus?: string;
  };
}

/** `0 of 1` and the like, or undefined when it is ready. */
type Missing = (object: WorkloadFields) => string | undefined;

const parts: Missing = ({ spec, status }) => {
  const wanted = spec?.replicas ?? spec?.instances ?? 1;
  const ready = status?.readyReplicas ?? status?.readyInstances ?? 0;
  return ready < wanted ? `${ready} of ${wanted}` : undefined;
};

const machine: Missing = ({ status }) =>
  status?.ready ? undefined : (status?.printableStatus ?? 'KubeVirt says nothing yet');

/** By `apiVersion/kind`: what becomes ready after it was applied. */
const MISSING: Readonly<Record<string, Missing>> = {
  'apps/v1/Deployment': parts,
  'apps/v1/StatefulSet': parts,
  'postgresql.cnpg.io/v1/Cluster': parts,
  'kubevirt.io/v1/VirtualMachine': machine,
};

/** `Deployment payments-db not ready: 0 of 1` for the first of these that is not; undefined when all are. */
export async function findUnready(
  client: KubernetesClient,
  inventory: readonly ObjectKey[],
): Promise<string | undefined> {
  for (const key of inventory) {
    const missingOf = MISSING[`${key.apiVersion}/${key.kind}`];
    const object = missingOf && (await readIfPossible(client, key));
    const missing = object ? missingOf?.(object) : undefined;
    if (missing !== undefined) return `${key.kind} ${key.name} not ready: ${missing}`;
  }
  return undefined;
}

/** The text only gets poorer when a workload cannot be read: that must not end the wait. */
async function readIfPossible(client: KubernetesClient, key: ObjectKey): Promise<WorkloadFields | null> {
  try {
    return (await client.readObject(key)) as WorkloadFields | null;
  } catch (error) {
    if (error instanceof KubernetesError) return null;
    throw error;
  }
}
