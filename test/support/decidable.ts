import type { RequestStatus } from '../../src/domain/status.ts';
import { statusOf } from './standing-request.ts';

/** Parts of a status with everything that is shown to whoever decides. */
export function decidable(change: Partial<RequestStatus> = {}): Partial<RequestStatus> {
  const { request, plan } = statusOf('BR-0000000000');
  if (!request || !plan) throw new Error('no request to decide about');
  const selection = { stage: 'prod', regions: ['east'], size: 'S', items: [] } as const;
  const placements = [{ cluster: 'cluster-east-prod', environment: 'payments-prod', executor: 'kubernetes' }] as const;
  return {
    request: { ...request, selection, reason: 'Replaces the <b>billing</b> VM.' },
    plan: { ...plan, placements },
    pullRequest: { number: 7, url: 'https://github.example.test/fleet/pull/7', branch: 'b', headSha: 'a'.repeat(40) },
    ...change,
  };
}
