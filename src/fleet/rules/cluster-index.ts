import { type FleetFinding, note, refuse } from '../finding.ts';
import { valueAt } from '../objects.ts';
import { type FleetTree, objectsOf } from '../tree.ts';

/** What init puts beside environments, and Flux must not take for manifests of the cluster. */
const NOT_IN_INDEX: ReadonlySet<string> = new Set(['kustomization.yaml', 'profile.yaml', 'config', 'apps', 'schemas']);

/** Without these there is no Flux, or nothing that brings environments. */
const NEEDED: ReadonlySet<string> = new Set(['berth-config.yaml', 'tenant-role.yaml', 'flux-system']);

/**
 * What Flux takes from the folder of a cluster: without an index all of it, environments too, and by its own rights; with
 * an index that leaves out what it applied before, it removes that, be it Flux itself.
 */
export function checkClusterIndexes(tree: FleetTree): FleetFinding[] {
  const clusters = [...tree.files.keys()].flatMap((path) => /^clusters\/([^/]+)\/profile\.yaml$/.exec(path)?.[1] ?? []);
  return clusters.flatMap((cluster) => checkIndex(tree, `clusters/${cluster}`));
}

function checkIndex(tree: FleetTree, folder: string): FleetFinding[] {
  const path = `${folder}/kustomization.yaml`;
  if (!tree.files.has(path)) {
    const what = 'is missing: Flux would apply every environment of the cluster by its own rights';
    return [refuse('layout', { path, line: 1 }, what, 'Let `berth fleet init` write it.')];
  }
  const [index] = objectsOf(tree, path);
  if (!index) return [];
  const listed = valueAt(index.value, 'resources');
  const named = Array.isArray(listed) ? listed.map((name) => String(name).replace(/^\.\//, '').replace(/\/$/, '')) : [];
  const wrong = named.flatMap((name, i) => (NOT_IN_INDEX.has(name.split('/')[0] ?? '') ? [{ name, i }] : []));
  return [
    ...wrong.map(({ name, i }) =>
      refuse('layout', index.place('resources', i), `${name} does not belong into the index`, 'Remove the line.'),
    ),
    ...unnamedIn(tree, folder, named).map((name) => {
      const say = NEEDED.has(name) ? refuse : note;
      return say(
        'layout',
        index.place('resources'),
        `does not name ${name}: Flux removes what it leaves out`,
        `Add ${name}.`,
      );
    }),
  ];
}

/** Files and folders of manifests that no line of the index reaches. */
function unnamedIn({ files }: FleetTree, folder: string, named: readonly string[]): string[] {
  const start = `${folder}/`;
  const inside = [...files.keys()].filter((path) => path.startsWith(start) && /\.ya?ml$/.test(path));
  const heads = new Set(inside.map((path) => path.slice(start.length).split('/')[0] ?? ''));
  const reached = new Set(named.map((name) => name.split('/')[0]));
  return [...heads].filter((name) => !NOT_IN_INDEX.has(name) && !reached.has(name));
}
