import { createKubernetesClient, type KubernetesClient } from '../clients/kubernetes.ts';
import type { Config } from '../config.ts';
import { FLUX_NAMESPACE } from '../domain/render/manifest.ts';
import { WALL_RESOURCES } from '../infrastructure/walls.ts';
import { type Finding, Missing, tryFirst, tryOut } from './finding.ts';

interface Right {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly name?: string;
}

const WALLS = ['get', 'list', 'create', 'patch', 'delete'] as const;

/** What the worker does on a cluster: walls of environments, following Flux, looking at workloads, checking rights. */
const RIGHTS: readonly Right[] = [
  ...WALL_RESOURCES.map((wall) => ({ ...wall, verbs: WALLS })),
  // Giving a role to a group takes the right to bind that role.
  ...['admin', 'edit', 'view', 'berth-tenant'].map((name) => ({
    group: 'rbac.authorization.k8s.io',
    resource: 'clusterroles',
    name,
    verbs: ['bind'],
  })),
  { group: 'source.toolkit.fluxcd.io', resource: 'gitrepositories', verbs: ['get', 'patch'] },
  { group: 'kustomize.toolkit.fluxcd.io', resource: 'kustomizations', verbs: ['get', 'patch'] },
  ...['deployments', 'statefulsets'].map((resource) => ({ group: 'apps', resource, verbs: ['get'] })),
  { group: 'postgresql.cnpg.io', resource: 'clusters', verbs: ['get'] },
  { group: 'kubevirt.io', resource: 'virtualmachines', verbs: ['get'] },
  { group: 'authorization.k8s.io', resource: 'subjectaccessreviews', verbs: ['create'] },
];

/** Names of what `flux bootstrap` makes. */
const SOURCE = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  namespace: FLUX_NAMESPACE,
  name: 'flux-system',
} as const;
const ROOT = { ...SOURCE, apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' } as const;

export async function checkClusters({ clusters }: Pick<Config, 'clusters'>): Promise<Finding[]> {
  const found = Object.entries(clusters).map(([name, { kubeconfig }]) => checkCluster(name, kubeconfig.reveal()));
  return (await Promise.all(found)).flat();
}

function checkCluster(name: string, kubeconfig: string): Promise<Finding[]> {
  const system = `cluster ${name}`;
  const reach = async () => {
    const value = openCluster(name, kubeconfig);
    // The version is told to anybody; reading Flux's source proves the token as well.
    const version = await value.readVersion().catch((error: unknown) => fail(name, error));
    return { detail: `${value.server}, ${version}`, value };
  };
  return tryFirst(system, 'reach', reach, async (client) => [
    await tryOut(system, 'rights', () => checkRights(client)),
    await tryOut(system, 'Flux', () => checkFlux(client)),
  ]);
}

function openCluster(name: string, kubeconfig: string): KubernetesClient {
  try {
    return createKubernetesClient(kubeconfig);
  } catch (error) {
    return fail(name, error);
  }
}

function fail(name: string, error: unknown): never {
  throw new Missing(`${(error as Error).message}. Check clusters.${name}.kubeconfigFile.`);
}

async function checkRights(client: KubernetesClient): Promise<string> {
  const asked = RIGHTS.flatMap(({ verbs, ...what }) => verbs.map((verb) => ({ ...what, verb })));
  const answers = await Promise.all(asked.map(async (right) => ({ right, may: await client.mayI(right) })));
  const missing = answers.filter(({ may }) => !may).map(({ right }) => `${right.verb} ${titleOf(right)}`);
  if (missing.length === 0) return `all ${asked.length}`;
  throw new Missing(`Berth may not ${missing.join(', ')}: add it to the ClusterRole of Berth's service account.`);
}

function titleOf({ group, resource, name }: Omit<Right, 'verbs'>): string {
  return `${resource}${group ? `.${group}` : ''}${name ? ` "${name}"` : ''}`;
}

async function checkFlux(client: KubernetesClient): Promise<string> {
  for (const key of [SOURCE, ROOT]) {
    const title = `${key.kind} ${key.namespace}/${key.name}`;
    if (!(await client.readObject(key)))
      throw new Missing(`There is no ${title}: run \`flux bootstrap\` on this cluster.`);
  }
  return 'GitRepository and Kustomization flux-system';
}
