import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RequestSummary } from '../../../src/api/request-list.ts';
import type { ClusterNow } from '../../../src/domain/cluster-standing.ts';
import type { FreezeWindow } from '../../../src/domain/freeze.ts';
import type { Incident, IncidentSummary } from '../../../src/domain/incident.ts';
import { get } from '../api.ts';
import { useMe } from '../me.ts';

interface List<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}

/** Looked at again by the clock: no stream tells of what is nobody's own. Milliseconds. */
const EVERY = 15_000;

const listOf = <T>(path: string) => ({
  queryKey: ['operations', path],
  queryFn: ({ signal }: { signal: AbortSignal }) => get<List<T>>(path, signal),
  refetchInterval: EVERY,
});

export const useIncidents = () => useQuery(listOf<IncidentSummary>('/api/incidents'));
export const useFreezes = () => useQuery(listOf<FreezeWindow>('/api/freeze'));
export const useClusters = () => useQuery(listOf<ClusterNow>('/api/operations/clusters'));
export const useStuck = () => useQuery(listOf<RequestSummary>('/api/requests?phase=needs-person&limit=100'));

const incidentOf = (key: string) => ({
  queryKey: ['operations', 'incident', key],
  queryFn: ({ signal }: { signal: AbortSignal }) => get<Incident>(`/api/incidents/${key}`, signal),
  refetchInterval: EVERY,
});
export const useIncident = (key: string) => useQuery(incidentOf(key));

/** References of all requests that are in one of these incidents; undefined until it is known of each. */
export function useMembers(keys: readonly string[] | undefined): ReadonlySet<string> | undefined {
  const answers = useQueries({ queries: (keys ?? []).map(incidentOf) });
  if (!keys || answers.some(({ isPending }) => isPending)) return undefined;
  return new Set(answers.flatMap(({ data }) => data?.members.map(({ reference }) => reference) ?? []));
}

/** Everything of these pages is read again. */
export function useReadAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['operations'] });
}

export const useIsOperator = (): boolean => useMe()?.roles.includes('platform-operator') ?? false;
