import { inBatches } from '../../clients/in-batches.ts';
import type { LedgerEntry } from '../../domain/ledger.ts';
import { pullState, type StateCluster } from '../executors/tofu-state.ts';
import type { Orphan } from './orphan.ts';

/** Each is a process that takes a second of one core. */
const STATES_AT_ONCE = 2;

interface Place {
  readonly cluster: StateCluster;
  readonly environment: string;
  readonly reference: string;
}

/**
 * States that still hold something of environments that main does not hold any more. No backend tells all of its
 * states, so those are looked at which requests in the ledger can have left.
 * @param standing names of the environments that main holds.
 */
export async function orphansInStates(
  clusters: readonly StateCluster[],
  entries: readonly LedgerEntry[],
  standing: ReadonlySet<string>,
): Promise<Orphan[]> {
  const places = placesOf(clusters, entries).filter(({ environment }) => !standing.has(environment));
  return (await inBatches(places, STATES_AT_ONCE, look)).flat();
}

/** Walls are made after the merge, so nothing else can have left a state. Each place once. */
function placesOf(clusters: readonly StateCluster[], entries: readonly LedgerEntry[]): Place[] {
  const places = new Map<string, Place>();
  for (const { environment, mergeSha, placements, reference } of entries) {
    if (environment === null || mergeSha === null) continue;
    for (const cluster of clusters.filter(({ name }) => placements.some((one) => one.cluster === name)))
      places.set(`${cluster.name}/${environment}`, { cluster, environment, reference });
  }
  return [...places.values()];
}

async function look({ cluster, environment, reference }: Place): Promise<Orphan[]> {
  const resources = resourcesIn(await pullState(cluster, environment));
  if (resources.length === 0) return [];
  const what = `state ${cluster.name}/${environment}`;
  const mend = 'look whether any of it is still there and remove that, then `tofu state rm` it';
  return [{ what, detail: `${reference} is over: it holds ${resources.join(', ')}: ${mend}` }];
}

interface State {
  readonly resources?: readonly { readonly type: string; readonly name: string }[];
}

function resourcesIn(state: string): string[] {
  if (state.trim() === '') return [];
  return ((JSON.parse(state) as State).resources ?? []).map(({ type, name }) => `${type}.${name}`);
}
