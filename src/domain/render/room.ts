import { type Amounts, addAmounts, COMPONENTS } from '../amounts.ts';
import type { Catalogue } from '../catalogue.ts';
import type { FleetSnapshot } from '../fleet.ts';
import { readEnvironments } from '../fleet-settings.ts';
import type { SelectedRequest } from '../request.ts';
import { placementsFor } from './prepare.ts';

/** How full a cluster would be with one more environment. */
export interface ClusterRoom {
  readonly cluster: string;
  /** What may be reserved by all together; null when the cluster's profile does not say. */
  readonly capacity: Amounts | null;
  /** What all other environments have reserved. */
  readonly taken: Amounts;
  /** What this one would reserve. */
  readonly wanted: Amounts;
}

/** The room on each cluster of a selection that is valid, as far as the fleet knows. @throws FleetDataError */
export function roomFor(input: SelectedRequest, snapshot: FleetSnapshot, catalogue: Catalogue): ClusterRoom[] {
  const standing = readEnvironments(snapshot);
  return placementsFor(input, snapshot, catalogue).map(({ placement, profile, reserved }) => {
    const others = standing.filter(({ name }) => name !== placement.environment);
    const there = others.flatMap(({ placements }) => placements).filter(({ cluster }) => cluster === profile.name);
    const taken = addAmounts(there.map((other) => other.reserved));
    return { cluster: profile.name, capacity: profile.capacity ?? null, taken, wanted: reserved };
  });
}

/** `cluster-east-prod: takes 2 of 30 CPU …`, in one line. */
export function describeRoom({ cluster, capacity, taken, wanted }: ClusterRoom): string {
  if (!capacity) return `${cluster}: takes ${list(wanted)}; its profile does not say how much there is`;
  const free = COMPONENTS.map(
    ({ key, title, unit }) => `${wanted[key]} of ${capacity[key] - taken[key]} ${unit} ${title}`,
  );
  const fits = COMPONENTS.every(({ key }) => wanted[key] <= capacity[key] - taken[key]);
  return `${cluster}: takes ${free.join(', ')} that are free${fits ? '' : '; it would wait in line'}`;
}

const list = (amounts: Amounts): string =>
  COMPONENTS.map(({ key, title, unit }) => `${amounts[key]} ${unit} ${title}`).join(', ');
