import { readFileSync, writeFileSync } from 'node:fs';

interface Description {
  readonly openapi: string;
  readonly info: unknown;
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
type Components = Record<string, Record<string, unknown>>;

/** Writes the part of an OpenAPI description that these paths need, such that Prism judges by every word of it. */
export function writeDescription(from: string, to: string, paths: readonly string[]): void {
  const whole = JSON.parse(readFileSync(from, 'utf8')) as Description;
  const wanted = Object.fromEntries(paths.map((path) => [path, whole.paths[path] ?? fail(`${from} has no ${path}`)]));
  const components: Components = {};
  takeNamed(wanted, whole, components);
  const { openapi, info } = whole;
  writeFileSync(to, JSON.stringify(judgeable({ openapi, info, paths: wanted, components })));
}

/** Takes over whatever is referred to in `part`, and what that refers to. */
function takeNamed(part: unknown, whole: Description, into: Components): void {
  if (typeof part !== 'object' || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === '$ref' && typeof value === 'string') takeOne(value, whole, into);
    else takeNamed(value, whole, into);
  }
}

function takeOne(reference: string, whole: Description, into: Components): void {
  const [, , kind = '', name = ''] = reference.split('/');
  into[kind] ??= {};
  if (into[kind][name] !== undefined) return;
  const found = whole.components[kind]?.[name] ?? fail(`${reference} leads nowhere`);
  into[kind][name] = found;
  takeNamed(found, whole, into);
}

/**
 * GitHub says `nullable` beside `oneOf` and the like, where OpenAPI 3.0 wants a `type` beside it. Prism cannot compile such
 * a schema, and then it lets every answer pass, without a word.
 */
function judgeable(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(judgeable);
  if (typeof part !== 'object' || part === null) return part;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, judgeable(value)]));
  if (nullable !== true) return nullable === undefined ? rest : { ...rest, nullable };
  if ('type' in rest) return { ...rest, nullable };
  const alternatives = ['oneOf', 'anyOf', 'allOf', '$ref'].some((key) => key in rest);
  return alternatives ? { anyOf: [rest, { enum: [null] }] } : rest;
}

function fail(message: string): never {
  throw new Error(message);
}
