import { useQuery } from '@tanstack/react-query';
import type { Role } from '../../src/auth/roles.ts';
import { get } from './api.ts';

/** Who is signed in, and what the directory lets them do wherever they look. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly mail: string;
  readonly roles: readonly Role[];
  readonly queues: readonly ('support' | 'operators')[];
  readonly mayAsk: boolean;
  readonly mayAskForOthers: boolean;
  readonly signedInBy: 'oidc' | 'directory' | 'bearer' | 'service';
}

/** Undefined until it is known; somebody who is not signed in is sent to sign in. */
export function useMe(): Me | undefined {
  return useQuery({ queryKey: ['me'], queryFn: ({ signal }) => get<Me>('/api/me', signal), staleTime: 300_000 }).data;
}
