import type { MailOrder } from '../../activities/contracts.ts';
import type { ServiceRequest } from '../../domain/request.ts';
import { type Lifecycle, planOf, requestOf } from '../lifecycle.ts';
import { announce, mail } from '../notify.ts';
import { transition } from '../transitions.ts';
import { showWait } from '../waiting.ts';

/** Requester, lead, members and channel learn what they have; one dead recipient delays nobody. */
export function notify(life: Lifecycle): Promise<void> {
  const data = accessDetails(life);
  return tell(life, 'ready', data, `${data.environment} is ready on ${data.clusters.join(' and ')}: ${data.cost}`);
}

/** The same people learn that it is gone, and what was left. */
export function notifyRemoved(life: Lifecycle): Promise<void> {
  const { environment, placements, cost } = planOf(life);
  const clusters = placements.map(({ cluster }) => cluster);
  const saved = `${(-cost.delta).toFixed(2)} ${cost.currency} a month less (estimate)`;
  const data = { environment, clusters, cost: saved, left: life.status.undo.left };
  return tell(life, 'removed', data, `${environment} is removed from ${clusters.join(' and ')}: ${saved}`);
}

async function tell(life: Lifecycle, what: 'ready' | 'removed', data: MailOrder['data'], text: string): Promise<void> {
  const request = requestOf(life);
  showTelling(life, request);
  await Promise.all([
    ...recipients(request).map((to) => mail(life, what, to, data)),
    announce(life, what, text, [...new Set([request.requester, request.lead])]),
  ]);
  transition(life, { waitingOn: null, phase: 'running' });
}

/** As long as messages are tried again. */
const PATIENCE_MS = 10 * 60_000;

/** A mail server or Slack that is down is waited for, but not for ever. */
function showTelling(life: Lifecycle, request: ServiceRequest): void {
  const since = new Date();
  const times = { since: since.toISOString(), deadline: new Date(since.getTime() + PATIENCE_MS).toISOString() };
  const text = `Telling ${recipients(request).join(', ')} and the channel`;
  showWait(life, { kind: 'retry', who: ['mail', 'Slack'], text, next: 'what is not delivered is recorded' }, times);
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
