import { queryRunning } from '../clients/temporal.ts';
import { bookId } from '../domain/claim.ts';
import { type ClusterNow, type ClusterStanding, clustersOf, withBook } from '../domain/cluster-standing.ts';
import { flowOf, lastMonths } from '../domain/flow.ts';
import { bookQuery } from '../workflows/messages.ts';
import { clusterNow, flow, systems } from './answers/overview.ts';
import { listOf } from './answers/shape.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { defineRoute } from './registry.ts';
import { answered } from './request-reading.ts';
import { flowQuery } from './schemas.ts';

/** Closed requests of which one answer tells: each is one read of GitHub, once. */
const MOST_ENTRIES = 400;

/** What operators look at as a whole. */
export const operationsRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/operations/flow',
    tag: 'Operations',
    summary: 'How many requests were closed and how, and what took how long, by the ledger',
    right: 'operations:see',
    query: flowQuery,
    answers: { 200: flow },
    handle: async ({ deps, query: { months } }) => ({
      body: flowOf(await deps.ledger.ofMonths(lastMonths(new Date(), months), MOST_ENTRIES)),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/operations/clusters',
    tag: 'Operations',
    summary: 'Clusters: what they may hold, what stands, what is reserved, who waits for room',
    right: 'operations:see',
    answers: { 200: listOf(clusterNow) },
    handle: async ({ deps }) => {
      const clusters = await deps.readFromFleet(clustersOf);
      return { body: { items: await Promise.all(clusters.map((cluster) => now(deps, cluster))) } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/operations/systems',
    tag: 'Operations',
    summary: 'Whether every system around Berth answers and lets it do its work, as `berth doctor` finds it',
    right: 'operations:see',
    answers: { 200: systems },
    handle: async ({ deps }) => ({ body: await deps.systems() }),
  }),
];

/** While no worker answers the rest is shown all the same. */
async function now({ client }: ApiDeps, cluster: ClusterStanding): Promise<ClusterNow> {
  const id = bookId({ kind: 'cluster', name: cluster.name });
  try {
    return withBook(cluster, await answered(client, () => queryRunning(client, id, bookQuery)));
  } catch (error) {
    if (error instanceof ApiProblem) return withBook(cluster, null);
    throw error;
  }
}
