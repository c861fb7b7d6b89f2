import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { CatalogueItem } from './catalogue.ts';
import type { Problem } from './request.ts';
import type { Json } from './selection.ts';
import { didYouMean } from './suggest.ts';

export interface Parameters {
  readonly [name: string]: Json;
}

const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strict: true, allowUnionTypes: true });
const validators = new WeakMap<CatalogueItem, ValidateFunction>();

/**
 * Checks what a person filled in against the item's schema and adds the defaults; the input stays as it was.
 * @param where path of the parameters in what was sent, for problems.
 */
export function resolveParameters(
  item: CatalogueItem,
  given: unknown,
  where: string,
): { parameters: Parameters; problems: Problem[] } {
  // A copy through JSON: the templates' engine takes only objects of its own realm for objects.
  const parameters = JSON.parse(JSON.stringify(given ?? {})) as Parameters;
  const validate = validatorOf(item);
  const problems = validate(parameters) ? [] : (validate.errors ?? []).map((error) => toProblem(item, error, where));
  return { parameters, problems };
}

/** Compiles an item's schema once. @throws Error when the schema itself is invalid. */
export function validatorOf(item: CatalogueItem): ValidateFunction {
  const known = validators.get(item);
  if (known) return known;
  const compiled = ajv.compile(item.schema);
  validators.set(item, compiled);
  return compiled;
}

function toProblem(item: CatalogueItem, error: ErrorObject, where: string): Problem {
  const path = `${where}${error.instancePath.replaceAll('/', '.')}`;
  if (error.keyword === 'additionalProperties')
    return unknownParameter(item, String(error.params['additionalProperty']), path);
  if (error.keyword === 'required') {
    const missing = String(error.params['missingProperty']);
    return { where: `${path}.${missing}`, what: 'is missing', mend: `${titleOf(item, missing)}: say it.` };
  }
  return { where: path, what: error.message ?? 'is not valid', mend: mendOf(item, error) };
}

function unknownParameter(item: CatalogueItem, name: string, where: string): Problem {
  const known = Object.keys(propertiesOf(item));
  const meant = didYouMean(name, known);
  const all = known.length === 0 ? `${item.name} has no parameters.` : `${item.name} knows: ${known.join(', ')}.`;
  return {
    where: `${where}.${name}`,
    what: `is not a parameter of ${item.name}`,
    mend: meant ? `Did you mean "${meant}"? ${all}` : all,
  };
}

function mendOf(item: CatalogueItem, error: ErrorObject): string {
  const name = error.instancePath.split('/')[1] ?? '';
  const { allowedValues } = error.params as { allowedValues?: unknown[] };
  if (allowedValues) return `Choose one of: ${allowedValues.map(String).join(', ')}.`;
  const example = propertiesOf(item)[name]?.default;
  const hint = example === undefined ? '' : ` For example: ${JSON.stringify(example)}.`;
  return `${titleOf(item, name)}: correct it.${hint}`;
}

function titleOf(item: CatalogueItem, name: string): string {
  return propertiesOf(item)[name]?.title ?? item.title;
}

function propertiesOf(item: CatalogueItem): Record<string, { title?: string; default?: Json } | undefined> {
  return (item.schema['properties'] ?? {}) as Record<string, { title?: string; default?: Json }>;
}
