import { approvedBy, projectPath, requestPath, type StandingEnvironment } from '../../domain/fleet-settings.ts';
import { ownedPaths } from '../../domain/owned-paths.ts';
import { specHash } from '../../domain/spec-hash.ts';
import { type FleetFinding, refuse } from '../finding.ts';
import { valueAt } from '../objects.ts';
import { type FleetTree, isBroken, objectsOf } from '../tree.ts';

const MEND = 'What people approve is this content: let Berth render it again and have it decided.';

/** The hash that a request's file states; undefined when the file is missing, broken or says none. */
export function statedSpec(tree: FleetTree, record: StandingEnvironment): string | undefined {
  const stated = valueAt(objectsOf(tree, requestPath(record.project, approvedBy(record)))[0]?.value, 'specHash');
  return typeof stated === 'string' ? stated : undefined;
}

/** Whether what lies in the repository is what its requests state. */
export function checkSpecs(tree: FleetTree): FleetFinding[] {
  return [...tree.environments.values()].flatMap((record) =>
    checkSpec(tree, record).map((finding) => (ownsProject(tree, record) ? mayBeEdited(finding, record) : finding)),
  );
}

/** People look after a project's file later on, so that it need not be as the request wrote it. */
const mayBeEdited = (finding: FleetFinding, { project }: StandingEnvironment): FleetFinding => ({
  ...finding,
  level: 'note',
  mend: `That is fine when ${projectPath(project)} was edited since; anything else was approved by nobody.`,
});

function ownsProject(tree: FleetTree, { project, request }: StandingEnvironment): boolean {
  return valueAt(objectsOf(tree, projectPath(project))[0]?.value, 'request') === request;
}

/** Berth deletes what a removal listed in two parts; the rule about deletions says whether it may. */
function isHalfRemoved({ files }: FleetTree, { removal, placements, name }: StandingEnvironment): boolean {
  if (removal === undefined) return false;
  return placements.some(({ cluster }) => !files.has(`clusters/${cluster}/config/${name}.yaml`));
}

/** Whether the files of one environment are what its request states. */
export function checkSpec(tree: FleetTree, record: StandingEnvironment): FleetFinding[] {
  const { project, name } = record;
  if (isHalfRemoved(tree, record)) return [];
  const request = approvedBy(record);
  const path = requestPath(project, request);
  const [object] = objectsOf(tree, path);
  // That it is missing or broken is said elsewhere.
  if (!object) return [];
  const stated = statedSpec(tree, record);
  if (stated === undefined) return [refuse('spec', { path, line: 1 }, 'states no specHash', MEND)];
  const clusters = record.placements.map(({ cluster }) => cluster);
  const owner = {
    reference: request,
    project,
    environment: name,
    clusters,
    ownsProject: record.removal === undefined && ownsProject(tree, record),
  };
  const owned = ownedPaths([...tree.files.keys()], owner);
  // One mistake, one finding.
  if ([projectPath(project), ...owned].some((file) => isBroken(tree, file))) return [];
  const found = specHash(owned.map((file) => ({ path: file, content: tree.files.get(file) ?? '' })));
  if (found === stated) return [];
  const what = `${name} hashes to ${found}, not to the specHash that ${request} states`;
  return [refuse('spec', object.place('specHash'), what, MEND)];
}
