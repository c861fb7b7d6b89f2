import { z } from 'zod';
import type { Amounts } from './amounts.ts';
import { amounts } from './amounts-schema.ts';
import { FleetDataError, parseDocument } from './fleet-data.ts';
import { type Json, SIZES, type Size } from './selection.ts';

/** The item every environment has; its sizes are the sizes of environments. */
export const NAMESPACE_ITEM = 'namespace';

/** What a size reserves on each cluster. */
export interface SizeSpec extends Amounts {
  readonly volumes: number;
  readonly pods: number;
}

const compute = z.strictObject({ cpu: z.number().positive(), memoryGiB: z.number().positive() });
const container = z.strictObject({ request: compute, limit: compute });
/** What a container gets that asks for nothing. */
export type ContainerDefaults = z.infer<typeof container>;

/** A check of Flux's `healthCheckExprs`: `current` is CEL over the object, true once it is well. */
const healthCheck = z.strictObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  current: z.string().min(1),
});
export type HealthCheck = z.infer<typeof healthCheck>;

const itemFile = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  title: z.string().min(1),
  description: z.string().min(1),
  /** `reserved`: the size itself; `included`: taken out of it; `extra`: paid for and reserved on top. */
  billing: z.enum(['reserved', 'included', 'extra']),
  /** A json-e template of `Amounts` on one cluster. */
  resources: z.record(z.string(), z.json()).prefault({ cpu: 0, memoryGiB: 0, storageGiB: 0 }),
  sizes: z.record(z.string(), amounts.extend({ volumes: z.int(), pods: z.int() })).optional(),
  container: container.optional(),
  /** Keys of the cluster profile that must be set where this is placed. */
  requires: z.array(z.string()).default([]),
  /** Parameters whose value only one project may have in the whole fleet. */
  unique: z.array(z.string()).default([]),
  /** What a JSON Schema cannot say: a json-e expression that is true when something is wrong. */
  checks: z
    .array(z.strictObject({ parameter: z.string(), fails: z.string(), what: z.string(), mend: z.string() }))
    .default([]),
  /** When a custom resource that is rendered is well: Flux takes one whose operator has said nothing yet for ready. */
  health: z.array(healthCheck).default([]),
  /** What the tenant's service account must be allowed to do with the objects rendered. */
  kubernetes: z
    .array(z.strictObject({ apiGroups: z.array(z.string()).min(1), resources: z.array(z.string()).min(1) }))
    .default([]),
});

/** A JSON Schema (2020-12) of an item's parameters. */
export interface ParameterSchema {
  readonly [keyword: string]: Json;
}

/** One thing a person can pick: data, read from a folder. */
export interface CatalogueItem extends Readonly<z.infer<typeof itemFile>> {
  readonly schema: ParameterSchema;
  /** File name to json-e template of one Kubernetes object, or of null for none. */
  readonly templates: ReadonlyMap<string, Json>;
  /** File name to json-e template of an Ansible inventory, or of null for none. */
  readonly inventories: ReadonlyMap<string, Json>;
}

export interface Catalogue {
  readonly items: ReadonlyMap<string, CatalogueItem>;
  readonly sizes: Readonly<Record<Size, SizeSpec>>;
  readonly container: ContainerDefaults;
}

const jsonObject = z.record(z.string(), z.json());

/**
 * Reads a catalogue from its files: `<item>/item.yaml`, `<item>/schema.json`, `<item>/templates/*.yaml` and
 * `<item>/inventory/*.yaml`.
 * @param files path below the catalogue's folder to content.
 * @throws FleetDataError when the catalogue itself is broken.
 */
export function loadCatalogue(files: ReadonlyMap<string, string>): Catalogue {
  const names = [...files.keys()].filter((path) => path.endsWith('/item.yaml')).map((path) => path.split('/')[0] ?? '');
  const items = new Map(names.toSorted().map((name) => [name, loadItem(files, name)]));
  const namespace = items.get(NAMESPACE_ITEM);
  if (!namespace?.container) {
    throw new FleetDataError(`${NAMESPACE_ITEM}/item.yaml`, 'must exist and say what a container gets');
  }
  return { items, sizes: sizesOf(namespace), container: namespace.container };
}

function loadItem(files: ReadonlyMap<string, string>, name: string): CatalogueItem {
  const read = <T extends z.ZodType>(path: string, schema: T) => parseDocument(path, files.get(path) ?? '', schema);
  const item = read(`${name}/item.yaml`, itemFile);
  if (item.name !== name) throw new FleetDataError(`${name}/item.yaml`, `name must be ${name}, as the folder`);
  const folder = (path: string) =>
    [...files.keys()]
      .filter((file) => file.startsWith(`${path}/`))
      .toSorted()
      .map((file) => [file.slice(path.length + 1), read(file, jsonObject) as Json] as const);
  return {
    ...item,
    schema: read(`${name}/schema.json`, jsonObject) as ParameterSchema,
    templates: new Map(folder(`${name}/templates`)),
    inventories: new Map(folder(`${name}/inventory`)),
  };
}

function sizesOf(namespace: CatalogueItem): Record<Size, SizeSpec> {
  const entries = SIZES.map((size) => {
    const spec = namespace.sizes?.[size];
    if (!spec) throw new FleetDataError(`${NAMESPACE_ITEM}/item.yaml`, `size ${size} is missing`);
    return [size, spec] as const;
  });
  return Object.fromEntries(entries) as Record<Size, SizeSpec>;
}
