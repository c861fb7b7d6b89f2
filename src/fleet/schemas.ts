/*
 * JSON Schemas out of what an API server says about itself, CRDs included: strict, so that a field it would drop is an
 * error. In files as kubeconform takes them, too:
 *   kubeconform -strict -schema-location 'clusters/<cluster>/schemas/{{ .ResourceKind }}-{{ .Group }}-{{ .ResourceAPIVersion }}.json'
 */
import { compare } from '../domain/compare.ts';

type Schema = Readonly<Record<string, unknown>>;

interface Definition extends Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
}

/** A kind as the API server serves it; the core group is empty. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The answer to `GET /openapi/v2`. */
export interface OpenApi {
  readonly definitions: Readonly<Record<string, Definition>>;
}

/** What all kinds share, beside them in the folder. */
export const DEFINITIONS_FILE = '_definitions.json';
const REFERENCE = `${DEFINITIONS_FILE}#/definitions/`;

export const schemaFolder = (cluster: string) => `clusters/${cluster}/schemas`;

/** As kubeconform fills its pattern: it calls the core group by its version. */
export const schemaFile = ({ group, version, kind }: GroupVersionKind) =>
  `${kind.toLowerCase()}-${group || version}-${version}.json`;

/** File name to content, of the kinds that are wanted and of what they are made of. */
export function schemasFrom(
  { definitions }: OpenApi,
  wanted: (kind: GroupVersionKind) => boolean,
): Map<string, string> {
  const kinds = Object.entries(definitions).flatMap(([name, definition]) => {
    if (!definition.properties?.['metadata']) return [];
    const served = definition['x-kubernetes-group-version-kind'] ?? [];
    return served.filter(wanted).map((kind) => ({ name, file: schemaFile(kind) }));
  });
  const strict = new Map(
    reachable(
      definitions,
      kinds.map(({ name }) => name),
    ).map((name) => [name, toStrict(name, definitions[name] ?? {})]),
  );
  const files = new Map(kinds.map(({ name, file }) => [file, toText({ $ref: `${REFERENCE}${name}` })]));
  files.set(DEFINITIONS_FILE, toText({ definitions: Object.fromEntries(strict) }));
  return new Map([...files].toSorted(([a], [b]) => compare(a, b)));
}

const toText = (value: unknown) => `${JSON.stringify(value)}\n`;

/** Names of all definitions that these are made of, sorted. */
function reachable(definitions: OpenApi['definitions'], names: readonly string[]): string[] {
  const found = new Set(names);
  for (const name of found) {
    for (const [, other = ''] of JSON.stringify(definitions[name] ?? {}).matchAll(/"#\/definitions\/([^"]+)"/g))
      found.add(other);
  }
  return [...found].toSorted();
}

/** Quantities may be numbers, and ports names: the API server's own description says text for both. */
function toStrict(name: string, definition: Definition): unknown {
  if (name.endsWith('.Quantity')) return { type: ['string', 'number'] };
  if (name.endsWith('.IntOrString')) return { type: ['string', 'integer'] };
  return strictSchema(definition);
}

const WORDS: ReadonlySet<string> = new Set(['description', 'default', 'format', 'example']);

function strictSchema(schema: Schema): unknown {
  const { $ref } = schema;
  if (typeof $ref === 'string') return { $ref: $ref.replace('#/definitions/', REFERENCE) };
  if (schema['x-kubernetes-int-or-string'] || schema['format'] === 'int-or-string')
    return { type: ['string', 'integer'] };
  const kept = Object.entries(schema).filter(([key]) => !WORDS.has(key) && !key.startsWith('x-'));
  const strict = Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'properties' ? strictEach(value) : strictValue(value)]),
  );
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || 'additionalProperties' in schema;
  return 'properties' in schema && !open ? { ...strict, additionalProperties: false } : strict;
}

/** Names of fields are no words of a schema, even one that is called `format`. */
function strictEach(properties: unknown): unknown {
  const entries = Object.entries(properties as Record<string, Schema>).toSorted(([a], [b]) => compare(a, b));
  return Object.fromEntries(entries.map(([name, schema]) => [name, strictSchema(schema)]));
}

function strictValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strictValue);
  return value === null || typeof value !== 'object' ? value : strictSchema(value as Schema);
}
