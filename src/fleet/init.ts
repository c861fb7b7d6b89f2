/** Making a fleet repository, or adding to one that is there what it lacks. Nothing that is there is touched. */
import { dirname } from 'node:path';
import type { FleetFinding } from './finding.ts';
import { parseFile, valueAt } from './objects.ts';
import { checkClusterIndexes } from './rules/cluster-index.ts';
import { checkSettings } from './rules/settings.ts';
import { type FleetSeed, seedFiles } from './templates.ts';
import { type FleetFiles, parseTree } from './tree.ts';

/** What becomes of one file: written; there as it would be written; there in another way, and left so. */
export interface InitStep {
  readonly path: string;
  readonly action: 'add' | 'same' | 'kept';
  readonly content: string;
}

export interface InitPlan {
  readonly steps: readonly InitStep[];
  /** What is left for people to change in files of their own. */
  readonly left: readonly FleetFinding[];
}

/** What would be done. Pure. */
export function planInit(existing: FleetFiles, seed: FleetSeed): InitPlan {
  const steps = [...seedFiles(seed)].flatMap(([path, text]) => planFile(existing, path, text));
  const added = steps.filter(({ action }) => action === 'add').map(({ path, content }) => [path, content] as const);
  const tree = parseTree(new Map([...existing, ...added]));
  return { steps, left: [...checkSettings(tree), ...checkClusterIndexes(tree)] };
}

function planFile(existing: FleetFiles, path: string, text: string): InitStep[] {
  const there = existing.get(path);
  if (there !== undefined) return [{ path, action: there === text ? 'same' : 'kept', content: text }];
  return isWanted(existing, path) ? [{ path, action: 'add', content: withOld(existing, path, text) }] : [];
}

/** A folder that holds something needs no placeholder, and a fleet with prices no example of them. */
function isWanted(existing: FleetFiles, path: string): boolean {
  const folder = `${dirname(path)}/`;
  const placeholder = path.endsWith('/.gitkeep') || path.startsWith('prices/');
  return !placeholder || ![...existing.keys()].some((other) => other.startsWith(folder));
}

/**
 * Flux has applied everything in a cluster's folder that had no index, itself included. Our index names all of that too:
 * what an index leaves out, Flux removes.
 */
function withOld(existing: FleetFiles, path: string, text: string): string {
  const [, folder] = /^(clusters\/[^/]+\/)kustomization\.yaml$/.exec(path) ?? [];
  const old = folder === undefined ? [] : appliedIn(existing, folder);
  return old.length === 0 ? text : `${text.trimEnd()}\n${old.map((name) => `  - ${name}\n`).join('')}`;
}

/** As Flux itself lists a folder without an index: folders with one as they are, of others every manifest. */
function appliedIn(existing: FleetFiles, folder: string): string[] {
  const inside = [...existing.keys()]
    .filter((path) => path.startsWith(folder))
    .map((path) => path.slice(folder.length));
  const indexed = inside.filter((path) => path.endsWith('/kustomization.yaml')).map((path) => dirname(path));
  const roots = indexed.filter((path) => !indexed.some((other) => path.startsWith(`${other}/`)));
  const single = inside.filter(
    (path) => !roots.some((root) => path.startsWith(`${root}/`)) && isManifest(existing, `${folder}${path}`),
  );
  return [...roots, ...single].filter((path) => !OURS.test(path)).toSorted();
}

const OURS = /^(berth-config\.yaml|tenant-role\.yaml|(config|apps|schemas)(\/.*)?)$/;

function isManifest(existing: FleetFiles, path: string): boolean {
  if (!/\.ya?ml$/.test(path)) return false;
  const [first] = parseFile(path, existing.get(path) ?? '').objects;
  const version = valueAt(first?.value, 'apiVersion');
  return typeof version === 'string' && !version.startsWith('berth.dev/');
}
