import { projectPath, requestPath } from '../../domain/fleet-settings.ts';
import { partsOf } from '../../domain/naming.ts';
import { type FleetChange, isExactUndo } from '../change.ts';
import { type FleetFinding, refuse } from '../finding.ts';
import { valueAt } from '../objects.ts';
import { ownerOf, type PathOwner } from '../paths.ts';
import { type FleetTree, objectsOf } from '../tree.ts';

const BY_REQUEST =
  'Flux and Berth would remove what stands, data too: let a request of kind decommission do it, in its order.';
const IN_USE = 'Put it back while it is in use.';

/** What may not go by a pull request: what stands, what was, and what either needs. */
export function checkDeletions(tree: FleetTree, change: FleetChange): FleetFinding[] {
  if (isExactUndo(change)) return [];
  const gone = [...change.paths].filter(([, { after }]) => after === null).map(([path]) => path);
  return gone.flatMap((path) => {
    const owner = ownerOf(path);
    const [what, mend] =
      owner.kind === 'environment' ? environmentGoes(tree, change, path, owner) : sharedGoes(tree, path, owner);
    return what === undefined ? [] : [refuse('deletion', { path, line: 1 }, what, mend ?? IN_USE)];
  });
}

type Reason = readonly [what?: string, mend?: string];

/** An item may go by a request whose spec says so; what holds the environment together only by decommission. */
function environmentGoes(
  tree: FleetTree,
  { trailers }: FleetChange,
  path: string,
  { environment, part }: Extract<PathOwner, { kind: 'environment' }>,
): Reason {
  const holds =
    part === 'config' || part === 'record' || /\/(walls\.yaml|main\.tf\.json|kustomization\.yaml)$/.test(path);
  if (!holds || isReplaced(tree, path) || isDecommission(tree, environment, trailers.request)) return [];
  return [`was deleted, and ${environment} needs it`, BY_REQUEST];
}

/** Walls in another form stand for the ones that go. */
function isReplaced({ files }: FleetTree, path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'));
  return (
    /\/(walls\.yaml|main\.tf\.json)$/.test(path) &&
    ['walls.yaml', 'main.tf.json'].some((file) => files.has(`${folder}/${file}`))
  );
}

function isDecommission(tree: FleetTree, environment: string, request: string | undefined): boolean {
  if (request === undefined) return false;
  const [object] = objectsOf(tree, requestPath(partsOf(environment).project, request));
  const isRemoval = valueAt(object?.value, 'request', 'kind') === 'decommission';
  return isRemoval && valueAt(object?.value, 'removes', 'environment') === environment;
}

function sharedGoes(tree: FleetTree, path: string, owner: PathOwner): Reason {
  const standing = [...tree.environments.values()];
  if (owner.kind === 'request') return ['was deleted', 'A request stays as it was approved.'];
  if (owner.kind === 'project' && path === projectPath(owner.project)) {
    return usedBy(standing.filter(({ project }) => project === owner.project));
  }
  const [, book] = /^prices\/(.+)\.yaml$/.exec(path) ?? [];
  if (book !== undefined) return usedBy(standing.filter(({ cost }) => cost.priceBook === book));
  const [, cluster] = /^clusters\/([^/]+)\/[^/]+\.yaml$/.exec(path) ?? [];
  return usedBy(standing.filter(({ placements }) => placements.some((placement) => placement.cluster === cluster)));
}

function usedBy(environments: readonly { readonly name: string }[]): Reason {
  const [first] = environments;
  if (!first) return [];
  const more = environments.length > 1 ? ` and ${environments.length - 1} more` : '';
  return [`was deleted, and ${first.name}${more} need it`];
}
