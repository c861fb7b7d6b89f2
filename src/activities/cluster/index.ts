import type { ClusterActivities } from '../contracts.ts';
import type { ClusterDeps } from './deps.ts';
import { awaitPlacement } from './placement.ts';
import { awaitDropped, awaitEmptied } from './removal.ts';
import { smokeCheck } from './smoke-check.ts';

/** What Berth asks of Flux and of a cluster once the infrastructure is there. */
export function createClusterActivities(deps: ClusterDeps): ClusterActivities {
  return {
    awaitPlacement: (order) => awaitPlacement(deps, order),
    awaitEmptied: (order) => awaitEmptied(deps, order),
    awaitDropped: (order) => awaitDropped(deps, order),
    smokeCheck: (order) => smokeCheck(deps, order),
  };
}
