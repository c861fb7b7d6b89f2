import {
  approvedBy,
  environmentPath,
  projectPath,
  requestPath,
  type StandingEnvironment,
} from '../../domain/fleet-settings.ts';
import { CLUSTER } from '../../domain/naming.ts';
import { profilePath } from '../../domain/profile.ts';
import { type FleetFinding, type Place, refuse } from '../finding.ts';
import { type FleetTree, objectsOf, type PlacedFiles, placedFiles } from '../tree.ts';

const BY_REQUEST = 'Environments are changed by requests only: undo the edit by hand, and ask Berth.';
const WALLS = /^(walls\.yaml|main\.tf\.json|inventory-[a-z0-9-]+\.yaml)$/;

/** Whether records and files of environments belong together, and nothing lies where it would be applied unseen. */
export function checkLayout(tree: FleetTree): FleetFinding[] {
  const placed = placedFiles(tree);
  return [
    ...[...tree.environments].flatMap(([name, record]) => checkRecord(tree, name, record)),
    ...placed.flatMap((files) => [...checkClaim(tree, files), ...checkWallFiles(files)]),
    ...[...tree.files.keys()].flatMap(checkStray),
  ];
}

function checkRecord(tree: FleetTree, name: string, record: StandingEnvironment): FleetFinding[] {
  const path = environmentPath(name);
  const [object] = objectsOf(tree, path);
  const at = (...keys: readonly (string | number)[]) => object?.place(...keys) ?? { path, line: 1 };
  const wrong = (place: Place, what: string) => refuse('layout', place, what, BY_REQUEST);
  const expected = `${record.project}-${record.stage}`;
  const misnamed = record.name !== name || name !== expected;
  const missing = [requestPath(record.project, approvedBy(record)), projectPath(record.project)];
  return [
    ...(misnamed ? [wrong(at('name'), `${record.name} must be called ${expected}, as its folder`)] : []),
    ...missing.filter((file) => !tree.files.has(file)).map((file) => wrong(at('request'), `${file} is missing`)),
    ...record.placements.flatMap(({ cluster }, i) =>
      missingOn(tree, cluster, record).map((what) => wrong(at('placements', i, 'cluster'), what)),
    ),
  ];
}

function missingOn({ files }: FleetTree, cluster: string, record: StandingEnvironment): string[] {
  const { name, stage, removal } = record;
  if (CLUSTER.exec(cluster)?.[2] !== stage) return [`${cluster} is no cluster for ${stage}`];
  // Its files go part by part.
  if (removal !== undefined) return [];
  const needed = [
    profilePath(cluster),
    `clusters/${cluster}/config/${name}.yaml`,
    `clusters/${cluster}/apps/${name}/kustomization.yaml`,
  ];
  const infrastructure = `infrastructure/${cluster}/${name}`;
  const walls = ['walls.yaml', 'main.tf.json'].some((file) => files.has(`${infrastructure}/${file}`));
  const missing = needed.filter((path) => !files.has(path)).map((path) => `${path} is missing`);
  return walls ? missing : [...missing, `${infrastructure} has no walls`];
}

/** Files that no record stands for would be applied, and nobody would know whose they are. */
function checkClaim({ environments, files }: FleetTree, placed: PlacedFiles): FleetFinding[] {
  const { cluster, environment } = placed;
  const record = environments.get(environment);
  if (record?.placements.some((placement) => placement.cluster === cluster)) return [];
  // A record that cannot be read is said to be broken already.
  if (!record && files.has(environmentPath(environment))) return [];
  const [path = ''] = [...placed.config, ...placed.infrastructure, ...placed.apps];
  const what = `no record in ${environmentPath(environment)} puts ${environment} on ${cluster}`;
  return [refuse('layout', { path, line: 1 }, what, BY_REQUEST)];
}

function checkWallFiles({ infrastructure }: PlacedFiles): FleetFinding[] {
  const nameOf = (path: string) => path.split('/').slice(3).join('/');
  const strange = infrastructure.filter((path) => !WALLS.test(nameOf(path)));
  const doubled = infrastructure.filter((path) => nameOf(path) === 'main.tf.json');
  const both = doubled.length > 0 && infrastructure.some((path) => nameOf(path) === 'walls.yaml');
  return [
    ...strange.map((path) => refuse('layout', { path, line: 1 }, 'is no part of walls', BY_REQUEST)),
    ...(both
      ? doubled.map((path) => refuse('layout', { path, line: 1 }, 'makes the walls beside walls.yaml', BY_REQUEST))
      : []),
  ];
}

/** Flux reads every YAML file of `config/`, also in folders, and an index there would have to name each environment. */
function checkStray(path: string): FleetFinding[] {
  const [, file = ''] = /^clusters\/[^/]+\/config\/(.+)$/.exec(path) ?? [];
  if (file === '' || file === '.gitkeep') return [];
  const place = { path, line: 1 };
  if (/^(kustomization\.ya?ml|Kustomization)$/.test(file)) {
    return [refuse('layout', place, 'is an index, which two requests would both have to change', 'Remove it.')];
  }
  if (!file.includes('/') && file.endsWith('.yaml')) return [];
  return [refuse('layout', place, 'is not <environment>.yaml', 'config/ holds one such file for each environment.')];
}
