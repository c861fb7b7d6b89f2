/** What Git says of the environments that stand: enough to keep them again when nobody does any more. */
import type { EnvironmentInput } from '../domain/environment.ts';
import { environmentPath, requestPath } from '../domain/fleet-settings.ts';
import { textAt, valueAt } from './objects.ts';
import { type FleetFiles, type FleetTree, objectsOf, parseTree } from './tree.ts';

export interface RecordedEnvironments {
  readonly environments: readonly EnvironmentInput[];
  /** Names of those whose record or request cannot be read. */
  readonly unreadable: readonly string[];
}

export function readStanding(files: FleetFiles): RecordedEnvironments {
  const tree = parseTree(files);
  const names = [...files.keys()].flatMap((path) => /^environments\/([^/]+)\/berth\.yaml$/.exec(path)?.[1] ?? []);
  const read = names.toSorted().map((name) => ({ name, recorded: readOne(tree, name) }));
  return {
    environments: read.flatMap(({ recorded }) => recorded ?? []),
    unreadable: read.filter(({ recorded }) => recorded === null).map(({ name }) => name),
  };
}

function readOne(tree: FleetTree, name: string): EnvironmentInput | null {
  const record = tree.environments.get(name);
  const [request] = record ? objectsOf(tree, requestPath(record.project, record.request)) : [];
  if (!record || !request) return null;
  const leaseEnd = valueAt(objectsOf(tree, environmentPath(name))[0]?.value, 'lease', 'ends');
  return {
    environment: name,
    project: record.project,
    owner: textAt(request.value, 'request', 'lead'),
    requester: textAt(request.value, 'request', 'requester'),
    reference: record.request,
    clusters: record.placements.map(({ cluster }) => cluster),
    ...(typeof leaseEnd === 'string' ? { leaseEnd } : {}),
  };
}
