import { type Amounts, addAmounts, COMPONENTS } from './amounts.ts';
import type { FleetSnapshot } from './fleet.ts';
import { levelsAbove, readEnvironments, type StandingEnvironment } from './fleet-settings.ts';
import type { Problem } from './request.ts';

/** What an environment is about to reserve on one cluster. */
export interface Claim {
  readonly cluster: string;
  readonly reserved: Amounts;
}

interface Pool {
  readonly name: string;
  readonly limit: { readonly [component in keyof Amounts]?: number | undefined };
  readonly used: Amounts;
  readonly claimed: Amounts;
  readonly where: string;
}

/**
 * Quotas of the levels above count all environments below them over all clusters; the capacity of a cluster counts all
 * environments on it. An environment's own earlier reservation does not count against it.
 * @throws FleetDataError when the fleet's data is broken.
 */
export function checkBudgets(
  snapshot: FleetSnapshot,
  own: { project: string; environment: string },
  claims: readonly Claim[],
  capacities: ReadonlyMap<string, Amounts>,
): Problem[] {
  const others = readEnvironments(snapshot).filter(({ name }) => name !== own.environment);
  return [...quotaPools(snapshot, own.project, others, claims), ...clusterPools(others, claims, capacities)].flatMap(
    checkPool,
  );
}

function quotaPools(
  snapshot: FleetSnapshot,
  project: string,
  others: readonly StandingEnvironment[],
  claims: readonly Claim[],
): Pool[] {
  const levels = levelsAbove(snapshot, project).filter((level) => level.rules.quota !== undefined);
  return levels.map((level) => {
    const below = others.filter((other) =>
      levelsAbove(snapshot, other.project).some(({ name }) => name === level.name),
    );
    return {
      name: `the quota of ${level.name}`,
      limit: level.rules.quota ?? {},
      used: addAmounts(below.flatMap((other) => other.placements.map(({ reserved }) => reserved))),
      claimed: addAmounts(claims.map(({ reserved }) => reserved)),
      where: 'size',
    };
  });
}

function clusterPools(
  others: readonly StandingEnvironment[],
  claims: readonly Claim[],
  capacities: ReadonlyMap<string, Amounts>,
): Pool[] {
  return claims.flatMap(({ cluster, reserved }) => {
    const limit = capacities.get(cluster);
    if (!limit) return [];
    const placed = others.flatMap((other) => other.placements).filter((placement) => placement.cluster === cluster);
    const used = addAmounts(placed.map((placement) => placement.reserved));
    return [{ name: `the capacity of ${cluster}`, limit, used, claimed: reserved, where: 'regions' }];
  });
}

function checkPool({ name, limit, used, claimed, where }: Pool): Problem[] {
  return COMPONENTS.flatMap(({ key, title, unit }) => {
    const most = limit[key];
    if (most === undefined || used[key] + claimed[key] <= most) return [];
    const free = Math.max(0, most - used[key]);
    return [
      {
        where,
        what: `needs ${claimed[key]} ${unit} of ${title}, but ${name} has ${free} of ${most} left`,
        mend: 'Choose a smaller size or fewer regions, or ask the platform operators for more.',
      },
    ];
  });
}
