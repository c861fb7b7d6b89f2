/* Real clusters that fail, and how a worker goes on with them. */
import { ApplicationFailure } from '@temporalio/common';
import { isTransient } from '../../src/domain/failures.ts';
import type { PlacementStatus } from '../../src/domain/status.ts';
import { type ClusterWorld, placementOrder } from './cluster.ts';

/** Flux asks a cluster that was away again after half a minute and more. */
const TURNS = 120;

/**
 * Waits as the lifecycle does: in short turns, again after failures that pass by themselves, until a turn ends with
 * this state. @throws the failure that does not pass, or Error when it never does
 */
export async function untilState(
  world: ClusterWorld,
  sha: string,
  state: PlacementStatus['state'],
): Promise<PlacementStatus> {
  let last = '';
  for (let turn = 0; turn < TURNS; turn++) {
    const status = await look(world, sha);
    if (status?.state === state) return status;
    last = status?.message ?? last;
  }
  throw new Error(`${state} never came; it said last: ${last}`);
}

/** One turn; undefined when it failed in a way that passes. */
async function look(world: ClusterWorld, sha: string): Promise<PlacementStatus | undefined> {
  try {
    return await world.placements.awaitPlacement(placementOrder(sha, 2));
  } catch (error) {
    if (error instanceof ApplicationFailure && isTransient(error.type)) return undefined;
    throw error;
  }
}
