import type { Placement } from '../domain/change.ts';

/** The request that walls belong to. */
export interface WallsOwner {
  readonly reference: string;
  readonly project: string;
}

/** The walls of one environment on one cluster as merged: by a worker, or by a run of the fleet's workflow. */
export interface WallsOrder {
  readonly request: WallsOwner;
  readonly plan: { readonly specHash: string };
  readonly placement: Pick<Placement, 'cluster' | 'environment'>;
  readonly mergeSha: string;
}

/** Reads a file of the fleet at a commit; null when it is not there. */
export type ReadFleetFile = (sha: string, path: string) => Promise<string | null>;
