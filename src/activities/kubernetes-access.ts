import type { ApplicationFailure } from '@temporalio/common';
import { isTlsTrustCode } from '../clients/client-error.ts';
import { createKubernetesClient, type KubernetesClient, KubernetesError } from '../clients/kubernetes.ts';
import type { Config } from '../config.ts';
import type { FailureType } from '../domain/failures.ts';
import { failure } from './failures.ts';

/** The client of a cluster by its name. @throws failure `Configuration` when there are no credentials for it. */
export type Clusters = (name: string) => KubernetesClient;

/** Clients from the configuration, one per cluster, made when first asked for. */
export function clusterAccess(config: Pick<Config, 'clusters'>): Clusters {
  const clients = new Map<string, KubernetesClient>();
  return (name) => {
    const client = clients.get(name) ?? makeClient(config, name);
    clients.set(name, client);
    return client;
  };
}

function makeClient(config: Pick<Config, 'clusters'>, name: string): KubernetesClient {
  const credentials = config.clusters[name];
  if (!credentials) {
    const mend = `add \`clusters.${name}.kubeconfigFile\` to berth.yaml and restart the worker`;
    throw failure('Configuration', `Berth has no credentials for ${name}: ${mend}`);
  }
  try {
    return createKubernetesClient(credentials.kubeconfig.reveal());
  } catch (error) {
    throw error instanceof KubernetesError ? kubernetesFailure(error, name) : error;
  }
}

/** Does something on a cluster; what goes wrong becomes a failure of the closed list that names the cluster. */
export async function onCluster<T>(cluster: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof KubernetesError ? kubernetesFailure(error, cluster) : error;
  }
}

function kubernetesFailure(error: KubernetesError, cluster: string): ApplicationFailure {
  const type = failureType(error);
  const mend = MEND[type];
  return failure(type, `${cluster}: ${error.message}${mend ? ` (${mend})` : ''}`, { cause: error });
}

const MEND: Partial<Record<FailureType, string>> = {
  Forbidden: "give Berth's service account this right",
  Configuration: 'check the kubeconfig of this cluster in berth.yaml',
};

function failureType({ code, reason, message }: KubernetesError): FailureType {
  if (code === null) {
    const misconfigured = reason === 'InvalidKubeconfig' || reason === 'ENOTFOUND' || isTlsTrustCode(reason);
    return misconfigured ? 'Configuration' : 'Unavailable';
  }
  if (code === 401 || code === 501 || reason === 'UnknownKind') return 'Configuration';
  if (code === 403) return message.includes('because it is being terminated') ? 'NotYet' : 'Forbidden';
  if (code === 429) return 'RateLimited';
  if (code === 500 && message.startsWith('failed to create typed patch object')) return 'ProvisioningFailed';
  // 409: somebody changed the same object in this moment; the next attempt looks again.
  if (code >= 500 || code === 409) return 'Unavailable';
  return 'ProvisioningFailed';
}
