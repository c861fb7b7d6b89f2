import { approvedBy, environmentPath } from '../../domain/fleet-settings.ts';
import { type FleetChange, isExactUndo } from '../change.ts';
import { type FleetFinding, refuse } from '../finding.ts';
import { ownerOf } from '../paths.ts';
import { type FleetTree, objectsOf } from '../tree.ts';
import { checkSpec, statedSpec } from './spec.ts';

const BY_REQUEST = 'Environments are changed by requests only: close this, and ask Berth.';

/** A changed environment comes from a request, and holds what the request states and its commit says. */
export function checkProvenance(tree: FleetTree, change: FleetChange): FleetFinding[] {
  if (change.trailers.undo !== undefined) return checkUndo(change);
  const names = [...change.paths.keys()].flatMap((path) => {
    const owner = ownerOf(path);
    return owner.kind === 'environment' ? [owner.environment] : [];
  });
  return [...new Set(names)].flatMap((name) => checkEnvironment(tree, change, name));
}

function checkEnvironment(tree: FleetTree, { trailers }: FleetChange, name: string): FleetFinding[] {
  const record = tree.environments.get(name);
  // One that goes is a deletion; one that is broken is said to be.
  if (!record) return [];
  const path = environmentPath(name);
  const at = objectsOf(tree, path)[0]?.place('request') ?? { path, line: 1 };
  const wrong = (what: string) => refuse('spec', at, what, BY_REQUEST);
  if (trailers.request === undefined) return [wrong(`${name} is changed by a commit that names no Berth-Request`)];
  const approved = approvedBy(record);
  if (trailers.request !== approved) {
    return [wrong(`${name} says it is of ${approved}, its commit of ${trailers.request}`)];
  }
  const stated = statedSpec(tree, record);
  const other = stated !== undefined && trailers.spec !== stated;
  const spoken = other ? [wrong(`${approved} states ${stated}, its commit Berth-Spec ${trailers.spec ?? 'none'}`)] : [];
  return [...spoken, ...checkSpec(tree, record)];
}

function checkUndo(change: FleetChange): FleetFinding[] {
  if (isExactUndo(change)) return [];
  const { beforeMerge, paths, trailers } = change;
  const wrong = [...paths].filter(([path, { after }]) => beforeMerge?.get(path) !== after).map(([path]) => path);
  const what = beforeMerge
    ? `is not what stood before ${trailers.undo}`
    : `${trailers.undo} merged nothing of this request`;
  return wrong.map((path) =>
    refuse('spec', { path, line: 1 }, what, 'Let Berth make the undo, or an operator decide.'),
  );
}
