import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RequestSummary } from '../../../src/api/request-list.ts';
import type { Task } from '../../../src/domain/status.ts';
import { get } from '../api.ts';
import { useEvents } from '../events.ts';

export type Listed = RequestSummary;
export type Waiting = RequestSummary & { readonly task: Task | null };

interface Page<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}

/** Requests by what the API is asked, page by page. */
export const useRequests = (query: URLSearchParams) =>
  useInfiniteQuery({
    queryKey: ['requests', query.toString()],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(query);
      if (pageParam !== '') page.set('cursor', pageParam);
      return get<Page<Listed>>(`/api/requests?${page}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ cursor }) => cursor,
  });

/** What waits for whoever is signed in, and for the queues they serve. */
export const useWaiting = () =>
  useQuery({ queryKey: ['waiting'], queryFn: ({ signal }) => get<Page<Waiting>>('/api/tasks', signal) });

/** Reads lists again when a request stands otherwise that waits for whoever is signed in, or that they have asked for. */
export function useFollowLists(): void {
  const client = useQueryClient();
  useEvents('/api/work/events', {
    work: () => {
      for (const list of ['waiting', 'requests']) void client.invalidateQueries({ queryKey: [list] });
    },
  });
}
