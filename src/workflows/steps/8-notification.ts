import type { ServiceRequest } from '../../domain/request.ts';
import { type Lifecycle, planOf, requestOf } from '../lifecycle.ts';
import { announce, mail } from '../notify.ts';

/** Requester, lead, members and channel learn what they have; one dead recipient delays nobody. */
export async function notify(life: Lifecycle): Promise<void> {
  const request = requestOf(life);
  const data = accessDetails(life);
  await Promise.all([
    ...recipients(request).map((to) => mail(life, 'ready', to, data)),
    announce(life, 'ready', `${data.environment} is ready on ${data.clusters.join(' and ')}: ${data.cost}`, [
      ...new Set([request.requester, request.lead]),
    ]),
  ]);
}

const recipients = ({ requester, lead, members }: ServiceRequest) => [...new Set([requester, lead, ...members])];

function accessDetails(life: Lifecycle) {
  const { environment, placements, cost, leaseEnd } = planOf(life);
  return {
    environment,
    namespace: environment,
    clusters: placements.map((placement) => placement.cluster),
    cost: `${cost.after.toFixed(2)} ${cost.currency} a month (estimate)`,
    lease: leaseEnd ?? 'no end',
    access: placements.map(({ cluster }) => `kubectl --context ${cluster} --namespace ${environment} get all`),
    pullRequest: life.status.pullRequest?.url ?? '',
  };
}
