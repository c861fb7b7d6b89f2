import { ApiError } from './api-error.ts';
import { type Fields, isFields, type KubeObject } from './objects.ts';

/** Which managers own which field; the key is the JSON of the field's path. */
export type Owners = ReadonlyMap<string, ReadonlySet<string>>;

export interface Applied {
  readonly object: KubeObject;
  readonly owners: Owners;
}

const NOT_OWNED = new Set(['["apiVersion"]', '["kind"]', '["metadata","name"]', '["metadata","namespace"]']);

/**
 * Server-side apply: sets the fields of `config`, drops fields that only this manager owned and no longer names, and
 * refuses fields another manager owns with another value unless forced. Lists are one field each: the real server
 * merges some of them by key.
 */
export function serverSideApply(
  live: Applied | undefined,
  config: KubeObject,
  manager: string,
  force: boolean,
): Applied {
  const wanted = leaves(config);
  const object = structuredClone(live?.object ?? { ...identity(config) });
  const owners = new Map([...(live?.owners ?? [])].map(([path, who]) => [path, new Set(who)]));
  const conflicts = [...wanted].filter(([path, value]) => isConflict(live, path, value, manager));
  if (conflicts.length > 0 && !force) throw conflict(config, conflicts, live, manager);
  for (const [path, who] of owners) if (!wanted.has(path) && who.delete(manager) && who.size === 0) drop(object, path);
  for (const [path, value] of wanted) {
    const others = conflicts.some(([p]) => p === path) ? [] : (owners.get(path) ?? []);
    owners.set(path, new Set([...others, manager]));
    set(object, JSON.parse(path) as string[], value);
  }
  return { object, owners: new Map([...owners].filter(([, who]) => who.size > 0)) };
}

/** RFC 7396. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const merged: Fields = isFields(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

function identity(config: KubeObject): KubeObject {
  const { name, namespace } = config.metadata;
  return {
    apiVersion: config.apiVersion,
    kind: config.kind,
    metadata: { name, ...(namespace ? { namespace } : {}) },
  };
}

function leaves(config: KubeObject): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const walk = (value: unknown, path: readonly string[]) => {
    if (isFields(value) && Object.keys(value).length > 0) {
      for (const [key, child] of Object.entries(value)) walk(child, [...path, key]);
    } else if (!NOT_OWNED.has(JSON.stringify(path)) && path[0] !== 'status') found.set(JSON.stringify(path), value);
  };
  walk(config, []);
  return found;
}

function isConflict(live: Applied | undefined, path: string, value: unknown, manager: string): boolean {
  const others = [...(live?.owners.get(path) ?? [])].filter((who) => who !== manager);
  return others.length > 0 && JSON.stringify(get(live?.object, path)) !== JSON.stringify(value);
}

function conflict(
  config: KubeObject,
  conflicts: readonly (readonly [string, unknown])[],
  live: Applied | undefined,
  manager: string,
): ApiError {
  const causes = conflicts.map(([path]) => {
    const others = [...(live?.owners.get(path) ?? [])].filter((who) => who !== manager);
    const field = `.${(JSON.parse(path) as string[]).join('.')}`;
    return { reason: 'FieldManagerConflict', message: `conflict with ${JSON.stringify(others.join(', '))}`, field };
  });
  const message = `Apply failed with ${conflictText(causes)}`;
  return new ApiError(409, 'Conflict', message, { name: config.metadata.name, causes });
}

interface Cause {
  readonly message: string;
  readonly field: string;
}

/** One in a line, several in a list for each manager. */
function conflictText(causes: readonly Cause[]): string {
  const [first] = causes;
  if (first && causes.length === 1) return `1 conflict: ${first.message}: ${first.field}`;
  const managers = [...new Set(causes.map(({ message }) => message))].toSorted();
  const lists = managers.map((manager) => {
    const fields = causes.filter(({ message }) => message === manager).map(({ field }) => `- ${field}`);
    return [`${manager.replace('conflict', 'conflicts')}:`, ...fields].join('\n');
  });
  return `${causes.length} conflicts: ${lists.join('\n')}`;
}

function get(object: unknown, path: string): unknown {
  return (JSON.parse(path) as string[]).reduce<unknown>((at, key) => (isFields(at) ? at[key] : undefined), object);
}

function set(object: Fields, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    object[key] = value;
    return;
  }
  const child = object[key];
  const inner: Fields = isFields(child) ? child : {};
  object[key] = inner;
  set(inner, rest, value);
}

function drop(object: Fields, path: string): void {
  const keys = JSON.parse(path) as string[];
  const last = keys.pop() ?? '';
  const parent = keys.reduce<unknown>((at, key) => (isFields(at) ? at[key] : undefined), object);
  if (isFields(parent)) delete parent[last];
}
