/**
 * The checks of a fleet repository: pure, over its files and what a pull request changes of them. `berth fleet check`
 * runs them anywhere, and Berth itself those about rendered files before it pushes.
 */
import type { RenderedFile } from '../domain/change.ts';
import type { FleetChange } from './change.ts';
import type { FleetFinding } from './finding.ts';
import { checkClusterIndexes } from './rules/cluster-index.ts';
import { checkDeletions } from './rules/deletion.ts';
import { checkFields } from './rules/fields.ts';
import { checkImmutable } from './rules/immutable.ts';
import { checkInventories } from './rules/inventories.ts';
import { checkLayout } from './rules/layout.ts';
import { checkOneEnvironment } from './rules/one-environment.ts';
import { checkProvenance } from './rules/provenance.ts';
import { checkSecrets } from './rules/secrets.ts';
import { checkSettings } from './rules/settings.ts';
import { checkSpecs } from './rules/spec.ts';
import { checkSyntax } from './rules/syntax.ts';
import { checkTenants } from './rules/tenant.ts';
import { checkWalls } from './rules/walls.ts';
import { type FleetFiles, type FleetTree, parseTree } from './tree.ts';

type Rule = (tree: FleetTree) => FleetFinding[];

/** What holds for the files of environments, wherever they are. */
const OF_RENDERED: readonly Rule[] = [
  checkSyntax,
  checkSecrets,
  checkTenants,
  checkWalls,
  checkFields,
  checkInventories,
];
const OF_REPOSITORY: readonly Rule[] = [...OF_RENDERED, checkSettings, checkLayout, checkClusterIndexes];

/**
 * Everything that does not hold, by path and line.
 * @param files of the whole repository as it would be after the change.
 * @param change absent: the repository as it stands is checked, and its specs with it.
 */
export function checkFleet(files: FleetFiles, change?: FleetChange): FleetFinding[] {
  const tree = parseTree(files);
  const ofChange = change
    ? [
        checkProvenance(tree, change),
        checkImmutable(tree, change),
        checkDeletions(tree, change),
        checkOneEnvironment(change),
      ]
    : [checkSpecs(tree)];
  const found = [...OF_REPOSITORY.map((rule) => rule(tree)), ...ofChange];
  return found.flat().toSorted(byPlace);
}

/**
 * What is wrong with files that were just rendered: what the check of their pull request would refuse.
 * @param fleet settings of the fleet that they are for; of it schemas and tenant roles are read.
 */
export function checkRendered(rendered: readonly RenderedFile[], fleet: FleetFiles): FleetFinding[] {
  const shared = [...fleet].filter(([path]) => /^clusters\/[^/]+\/(tenant-role\.yaml|schemas\/[^/]+)$/.test(path));
  const tree = parseTree(new Map([...shared, ...rendered.map(({ path, content }) => [path, content] as const)]));
  return OF_RENDERED.flatMap((rule) => rule(tree))
    .filter(({ level }) => level === 'refused')
    .toSorted(byPlace);
}

const byPlace = (a: FleetFinding, b: FleetFinding) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1);
