import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RequestActs } from '../../../src/api/request-acts.ts';
import type { LedgerEntry } from '../../../src/domain/ledger.ts';
import type { RequestStatus, TimelineEntry } from '../../../src/domain/status.ts';
import { get } from '../api.ts';
import { useEvents } from '../events.ts';
import { withFresh } from './telling.ts';

/** A request as Temporal has it, or, when that was long ago, as the ledger does. */
export type Answer = RequestStatus | { readonly ledger: readonly LedgerEntry[] };

export const isKept = (answer: Answer): answer is { readonly ledger: readonly LedgerEntry[] } => 'ledger' in answer;

const path = (reference: string) => `/api/requests/${reference}`;
const keyOf = (reference: string, what: 'status' | 'timeline' | 'acts') => ['request', reference, what] as const;

export const useRequest = (reference: string) =>
  useQuery({ queryKey: keyOf(reference, 'status'), queryFn: ({ signal }) => get<Answer>(path(reference), signal) });

export const useTimeline = (reference: string) =>
  useQuery({
    queryKey: keyOf(reference, 'timeline'),
    queryFn: async ({ signal }) => (await get<{ items: TimelineEntry[] }>(`${path(reference)}/timeline`, signal)).items,
  });

/** What the person who is signed in may do about it now. */
export const useActs = (reference: string) =>
  useQuery({
    queryKey: keyOf(reference, 'acts'),
    queryFn: ({ signal }) => get<RequestActs>(`${path(reference)}/acts`, signal),
  });

/** Everything about one request is read again. */
export function useReadAgain(reference: string): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['request', reference] });
}

/** Keeps what is shown of a request as it is: the API tells when something has changed, until nothing will any more. */
export function useFollow(reference: string, answer: Answer | undefined): void {
  const client = useQueryClient();
  const readAgain = useReadAgain(reference);
  const [ended, setEnded] = useState<string>();
  const goesOn = answer !== undefined && !isKept(answer) && ended !== reference;
  const readAnew = (what: 'timeline' | 'acts') => client.invalidateQueries({ queryKey: keyOf(reference, what) });
  useEvents(goesOn ? `${path(reference)}/events` : null, {
    status: (status) => {
      client.setQueryData(keyOf(reference, 'status'), status);
      void readAnew('acts');
    },
    timeline: (entries) => {
      const key = keyOf(reference, 'timeline');
      const known = client.getQueryData<TimelineEntry[]>(key);
      if (known) client.setQueryData(key, withFresh(known, entries as TimelineEntry[]));
      // What is being read may be older than this.
      else void readAnew('timeline');
    },
    end: () => {
      setEnded(reference);
      void readAgain();
    },
  });
}
