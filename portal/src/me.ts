import { useQuery } from '@tanstack/react-query';
import type { Me } from '../../src/api/answers/me.ts';
import { get } from './api.ts';

export type { Me };

/** Undefined until it is known; somebody who is not signed in is sent to sign in. */
export function useMe(): Me | undefined {
  return useQuery({ queryKey: ['me'], queryFn: ({ signal }) => get<Me>('/api/me', signal), staleTime: 300_000 }).data;
}
