import { pathOf } from '../config-problems.ts';
import type { Json } from '../domain/selection.ts';

type Path = readonly (string | number)[];

/**
 * Where a value is not as expected, a line each. Of objects only the names that are expected are compared, of lists
 * every item and their number.
 */
export function differences(expected: Json, actual: Json | undefined, path: Path = []): string[] {
  if (Array.isArray(expected) && Array.isArray(actual)) return inLists(expected, actual, path);
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).flatMap(([name, value]) => differences(value, actual[name], [...path, name]));
  }
  if (JSON.stringify(expected) === JSON.stringify(actual)) return [];
  const where = path.length > 0 ? pathOf(path) : 'answer';
  return [
    `${where}: expected ${JSON.stringify(expected)}, is ${actual === undefined ? 'absent' : JSON.stringify(actual)}`,
  ];
}

function inLists(expected: readonly Json[], actual: readonly Json[], path: Path): string[] {
  if (expected.length !== actual.length) {
    const names = JSON.stringify(actual.map(nameOf));
    return [`${pathOf(path)}: expected ${expected.length} items, has ${actual.length}: ${names}`];
  }
  return expected.flatMap((value, i) => differences(value, actual[i], [...path, i]));
}

/** Enough to know an item of a list by. */
const nameOf = (item: Json): Json => (isObject(item) ? (item['name'] ?? item['rule'] ?? item) : item);

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
