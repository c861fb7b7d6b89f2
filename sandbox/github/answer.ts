import type { RestEndpointMethodTypes } from '@octokit/rest';

/** Any part of `T`: fields that are written must be GitHub's, not all are. */
type Part<T> = T extends readonly (infer E)[] ? Part<E>[] : T extends object ? { [K in keyof T]?: Part<T[K]> } : T;

/** What GitHub answers to a call, by the names of its client. */
export type Answer<
  G extends 'pulls' | 'repos' | 'git' | 'issues' | 'teams' | 'actions' | 'apps',
  M extends keyof RestEndpointMethodTypes[G],
> = RestEndpointMethodTypes[G][M] extends { response: { data: infer D } } ? Part<D> : never;
