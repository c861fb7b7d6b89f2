import { cancellationSignal } from '@temporalio/activity';
import { type QuotaStatus, type Usage, usageOf } from '../../domain/usage.ts';
import type { Clusters } from '../kubernetes-access.ts';

/** An environment on a cluster. */
export interface Stands {
  readonly cluster: string;
  readonly environment: string;
}

/** A project with more is measured by these. */
const MOST_MEASURED = 50;

/**
 * What workloads take of the quotas in these environments, all together. What cannot be read is left out: nobody's request
 * waits for a cluster on which it changes nothing. Null when nothing could be read.
 */
export async function measureUsage(clusters: Clusters, all: readonly Stands[]): Promise<Usage | null> {
  const read = await Promise.all(all.slice(0, MOST_MEASURED).map((one) => readQuotas(clusters, one)));
  return usageOf(read.flat());
}

async function readQuotas(clusters: Clusters, { cluster, environment }: Stands): Promise<QuotaStatus[]> {
  try {
    const quotas = await clusters(cluster).listObjects({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      namespace: environment,
    });
    return quotas.map((quota) => (quota as { status?: QuotaStatus }).status ?? {});
  } catch {
    cancellationSignal().throwIfAborted();
    return [];
  }
}
