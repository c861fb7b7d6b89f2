import { type ChangedFile, type FleetChange, isExactUndo } from '../change.ts';
import { type FleetFinding, refuse } from '../finding.ts';
import { type FleetObject, parseFile, textAt, valueAt } from '../objects.ts';
import type { FleetTree } from '../tree.ts';

/** Written once: what was approved, what was charged. */
const WHOLE: readonly (readonly [RegExp, string])[] = [
  [/^requests\/.+\.yaml$/, 'A request stays as it was approved; a change is another request.'],
  [/^prices\/.+\.yaml$/, 'A new price is a new file, so that old estimates can be recomputed.'],
];

/** Keys of records that other things are named after. */
const KEYS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^environments\/[^/]+\/berth\.yaml$/, ['name', 'project', 'stage']],
  [/^projects\/[^/]+\.yaml$/, ['name', 'request']],
  [/^organisation\.yaml$/, ['name']],
];

/** What the API server refuses to change; Flux and Berth would stand before it for ever. */
const FIELDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Deployment: [['spec', 'selector']],
  StatefulSet: [
    ['spec', 'selector'],
    ['spec', 'serviceName'],
    ['spec', 'volumeClaimTemplates'],
  ],
  RoleBinding: [['roleRef']],
  Cluster: [
    ['spec', 'bootstrap'],
    ['spec', 'storage', 'storageClass'],
  ],
};

/** What may never be changed once it stands. */
export function checkImmutable(tree: FleetTree, change: FleetChange): FleetFinding[] {
  if (isExactUndo(change)) return [];
  return [...change.paths].flatMap(([path, file]) => {
    if (file.before === null || file.after === null) return [];
    const [, whole] = WHOLE.find(([pattern]) => pattern.test(path)) ?? [];
    if (whole) return [refuse('immutable', { path, line: 1 }, 'was changed', whole)];
    return [...checkKeys(path, file), ...checkObjects(path, file), ...checkExecutor(tree, path, file)];
  });
}

const parse = (path: string, text: string | null) => parseFile(path, text ?? '').objects;
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function checkKeys(path: string, { before, after }: ChangedFile): FleetFinding[] {
  const [, keys = []] = KEYS.find(([pattern]) => pattern.test(path)) ?? [];
  if (keys.length === 0) return [];
  const [old] = parse(path, before);
  const [now] = parse(path, after);
  const changed = keys.filter((key) => old && now && !isSame(old.value[key], now.value[key]));
  const mend = 'Other files and systems are named after it: put it back; another name is another request.';
  return changed.map((key) => refuse('immutable', now?.place(key) ?? { path, line: 1 }, `${key} was changed`, mend));
}

function checkObjects(path: string, { before, after }: ChangedFile): FleetFinding[] {
  if (!/^(clusters\/[^/]+\/apps|infrastructure)\//.test(path)) return [];
  const old = new Map(parse(path, before).map((object) => [titleOf(object), object]));
  return parse(path, after).flatMap((now) => {
    const fields = FIELDS[textAt(now.value, 'kind')] ?? [];
    const standing = old.get(titleOf(now));
    const changed = fields.filter(
      (keys) => standing && !isSame(valueAt(standing.value, ...keys), valueAt(now.value, ...keys)),
    );
    const mend = 'The API server refuses that: give the new one another name, or remove the old one first.';
    return changed.map((keys) =>
      refuse('immutable', now.place(...keys), `${keys.join('.')} of ${titleOf(now)} was changed`, mend),
    );
  });
}

const titleOf = ({ value }: FleetObject) => `${textAt(value, 'kind')} ${textAt(value, 'metadata', 'name')}`;

/** The walls of what stands there are written in the form that the old executor wants. */
function checkExecutor({ environments }: FleetTree, path: string, { before, after }: ChangedFile): FleetFinding[] {
  const [, cluster] = /^clusters\/([^/]+)\/profile\.yaml$/.exec(path) ?? [];
  if (cluster === undefined) return [];
  const [old] = parse(path, before);
  const [now] = parse(path, after);
  const executors = [old, now].map((object) => object?.value['executor'] === 'opentofu');
  const standing = [...environments.values()].filter(({ placements }) =>
    placements.some((one) => one.cluster === cluster),
  );
  if (!now || executors[0] === executors[1] || standing.length === 0) return [];
  const what = `executor was changed while ${standing.length} environments stand on ${cluster}`;
  return [refuse('immutable', now.place('executor'), what, 'Render them anew by requests first.')];
}
