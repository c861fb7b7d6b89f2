import { createKubernetesClient, type KubernetesClient, type KubernetesObject } from '../../clients/kubernetes.ts';
import { FLUX_NAMESPACE } from '../../domain/render/manifest.ts';
import { MANAGED_BY, REQUEST_LABEL } from '../../infrastructure/marks.ts';
import type { Orphan } from './orphan.ts';
import type { Requests } from './requests.ts';

/** Whatever else an environment's walls consist of is in its namespace and goes with it. */
const KINDS = [
  { apiVersion: 'v1', kind: 'Namespace', namespace: '' },
  { apiVersion: 'v1', kind: 'ServiceAccount', namespace: FLUX_NAMESPACE },
] as const;

/** Namespaces and Flux's service accounts with Berth's labels, whose request neither goes on nor stands on main. */
export async function orphansOnCluster(cluster: string, kubeconfig: string, requests: Requests): Promise<Orphan[]> {
  const client = createKubernetesClient(kubeconfig);
  const orphans: Orphan[] = [];
  for (const object of await ourObjects(client)) {
    const reference = object.metadata.labels?.[REQUEST_LABEL];
    const state = reference === undefined ? undefined : await requests.stateOf(reference);
    if (state && !state.goesOn && !state.stands) orphans.push(describe(cluster, object, state.words));
  }
  return orphans;
}

async function ourObjects(client: KubernetesClient): Promise<KubernetesObject[]> {
  const lists = KINDS.map((kind) => client.listObjects({ ...kind, labels: { [MANAGED_BY]: 'berth' } }));
  return (await Promise.all(lists)).flat();
}

function describe(cluster: string, { kind, metadata }: KubernetesObject, words: string): Orphan {
  const { name, namespace } = metadata;
  const where = kind === 'Namespace' ? '' : ` --namespace ${namespace}`;
  const remove = `kubectl --context ${cluster}${where} delete ${kind.toLowerCase()} ${name}`;
  const look = kind === 'Namespace' ? 'look at what is in it, then' : 'remove it:';
  return { what: `${kind} ${name}`, detail: `${words}: ${look} ${remove}` };
}
