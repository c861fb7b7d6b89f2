import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Offer } from '../../../src/domain/offer/offer.ts';
import type { DecidedCase } from '../../../src/policy/who-decides.ts';
import { get } from '../api.ts';

/** What can be asked for. Prices and clusters change by the day, not by the minute. */
export const useOffer = (): UseQueryResult<Offer> =>
  useQuery({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) => get<Offer>('/api/catalogue', signal),
    staleTime: 300_000,
  });

/** Who would decide about what can be asked for. */
export const useDecisions = (): UseQueryResult<{ items: readonly DecidedCase[] }> =>
  useQuery({
    queryKey: ['catalogue', 'decisions'],
    queryFn: ({ signal }) => get<{ items: readonly DecidedCase[] }>('/api/catalogue/decisions', signal),
    staleTime: 300_000,
  });
