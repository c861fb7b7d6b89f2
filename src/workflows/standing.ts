/*
 * What is ready may hold data and is never torn down by itself. Flux does not wait for Berth to look: before anything
 * is taken back after the merge, every placement is read anew.
 */
import type { Placement } from '../domain/change.ts';
import { stands } from '../domain/status.ts';
import { failureOf } from './failure-of.ts';
import { cluster as clusters } from './gateways.ts';
import { patiently } from './insist.ts';
import { type Lifecycle, mergeShaOf, planOf } from './lifecycle.ts';
import { transition } from './transitions.ts';

/** What forbids to take anything back, a line each; empty when everything may be taken back. */
export async function findStanding(life: Lifecycle): Promise<string[]> {
  // A removal has nothing to keep: how far it came, its own entry says.
  if (!life.status.mergeSha || life.committed) return [];
  const { placements } = planOf(life);
  const found = [];
  for (const placement of placements) found.push(...(await reasonToKeep(life, placement)));
  return found;
}

async function reasonToKeep(life: Lifecycle, placement: Placement): Promise<string[]> {
  const { cluster, environment } = placement;
  const known = life.status.placements.find((p) => p.cluster === cluster);
  const ready = `${environment} on ${cluster} is ready and may hold data: ask for a decommission`;
  if (known && stands(known)) return [ready];
  try {
    return (await isReadyByNow(life, placement)) ? [ready] : [];
  } catch (error) {
    // Without walls, which were never proven, Flux had no account to make anything with.
    if (known?.state === 'pending') return [];
    return [`${environment} on ${cluster} cannot be read and may be ready: ${failureOf(error).message}`];
  }
}

async function isReadyByNow(life: Lifecycle, placement: Placement): Promise<boolean> {
  const order = { plan: planOf(life), placement, mergeSha: mergeShaOf(life), budgetSeconds: 0 };
  const status = await patiently(life, placement.cluster, () => clusters.awaitPlacement(order));
  if (!stands(status)) return false;
  const placements = life.status.placements.map((p) => (p.cluster === status.cluster ? status : p));
  transition(life, { placements });
  return true;
}
