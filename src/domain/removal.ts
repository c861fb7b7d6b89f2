/* What a decommission is about: one environment, read from the fleet's records. */
import { z } from 'zod';
import { amounts } from './amounts-schema.ts';
import type { Catalogue } from './catalogue.ts';
import { EXECUTORS, type Placement } from './change.ts';
import type { FleetSnapshot } from './fleet.ts';
import { readFleetFile } from './fleet-data.ts';
import { environmentPath } from './fleet-settings.ts';
import { CLUSTER, partsOf } from './naming.ts';
import { type Json, type SelectedItem, type Selection, SIZES, STAGES } from './selection.ts';

const item = z.looseObject({ item: z.string(), parameters: z.record(z.string(), z.json()) });
/** How the file of an environment that stands is read. */
export const environmentRecord = z.looseObject({
  name: z.string(),
  project: z.string(),
  stage: z.enum(STAGES),
  size: z.enum(SIZES),
  /** The request that made it. */
  request: z.string(),
  costCentre: z.string(),
  placements: z.array(
    z.looseObject({
      cluster: z.string(),
      executor: z.enum(EXECUTORS),
      reserved: amounts,
    }),
  ),
  items: z.array(item),
  cost: z.object({ currency: z.string(), monthly: z.number(), priceBook: z.string() }),
});

/** The record of an environment with all that its file says, so that it can be written again. */
export type EnvironmentRecord = z.infer<typeof environmentRecord>;

/** @returns undefined when no such environment stands. @throws FleetDataError */
export function readEnvironmentRecord(snapshot: FleetSnapshot, name: string): EnvironmentRecord | undefined {
  return readFleetFile(snapshot, environmentPath(name), environmentRecord);
}

/** What was picked for an environment when it was made, as its record has it. */
export function selectionOf({ stage, size, placements, items }: EnvironmentRecord): Selection {
  return {
    stage,
    regions: placements.flatMap(({ cluster }) => CLUSTER.exec(cluster)?.[1] ?? []),
    size,
    items: items.map((picked) => ({ item: picked.item, parameters: picked.parameters as SelectedItem['parameters'] })),
  };
}

export const placementsOf = ({ name, placements }: EnvironmentRecord): Placement[] =>
  placements.map(({ cluster, executor }) => ({ cluster, environment: name, executor }));

/** The items that keep something nobody can make again, each with the name it was given. */
export function dataOf({ items }: EnvironmentRecord, catalogue: Catalogue): string[] {
  return items.flatMap(({ item: name, parameters }) => {
    const stores = catalogue.items.get(name)?.resources['storageGiB'] ?? null;
    if (stores === 0) return [];
    const given: Json | undefined = parameters['name'];
    return [typeof given === 'string' ? `${name} ${given}` : name];
  });
}

/** The files that have to be read, beside the fleet's settings, to render the removal of an environment. */
export function isOfEnvironment(name: string): (path: string) => boolean {
  const requests = `requests/${partsOf(name).project}/`;
  return (path) =>
    path.startsWith(requests) ||
    path.endsWith(`/config/${name}.yaml`) ||
    (/^(infrastructure|clusters)\//.test(path) && path.split('/').includes(name));
}
