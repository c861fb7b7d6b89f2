/*
 * OpenTofu writes its state some time after it has made something. Killed in between, it would make it again and be
 * refused by the cluster; so what stands there with our mark is imported, which changes nothing of it.
 */
import type { KubernetesClient, ObjectKey } from '../clients/kubernetes.ts';
import { refuseForeign } from './apply.ts';
import type { DeclaredResource } from './tofu-file.ts';

/** The other type, `kubectl_manifest`, applies: making what is there already is no error for it. */
const KINDS: Readonly<Record<string, Pick<ObjectKey, 'apiVersion' | 'kind'>>> = {
  kubernetes_namespace: { apiVersion: 'v1', kind: 'Namespace' },
  kubernetes_resource_quota: { apiVersion: 'v1', kind: 'ResourceQuota' },
  kubernetes_limit_range: { apiVersion: 'v1', kind: 'LimitRange' },
  kubernetes_network_policy: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  kubernetes_role_binding: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
};

/**
 * The file `import.tf.json` for what a plan would make and stands on the cluster; null when there is nothing of the kind.
 * @throws InfrastructureError `NameTaken` for an object that is not the project's, `NotYet` for one being deleted;
 * KubernetesError
 */
export async function importFile(
  client: KubernetesClient,
  toMake: readonly DeclaredResource[],
  order: Parameters<typeof refuseForeign>[1],
): Promise<string | null> {
  const imports: { to: string; id: string }[] = [];
  for (const { address, type, body } of toMake) {
    const key = keyOf(type, body);
    const found = key && (await client.readObject(key));
    if (!found) continue;
    refuseForeign(found, order);
    imports.push({ to: address, id: key.namespace ? `${key.namespace}/${key.name}` : key.name });
  }
  return imports.length === 0 ? null : JSON.stringify({ import: imports });
}

function keyOf(type: string, body: DeclaredResource['body']): ObjectKey | undefined {
  const kind = KINDS[type];
  const [metadata] = (body['metadata'] ?? []) as readonly { name: string; namespace?: string }[];
  if (!kind || !metadata) return undefined;
  const { name, namespace } = metadata;
  return { ...kind, name, ...(namespace ? { namespace } : {}) };
}
