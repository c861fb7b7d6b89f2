/** Compares what was asked for with what an API server answers, which adds defaults and writes quantities its own way. */
import { quantityOf } from '../../domain/quantity.ts';

/** Path of the first field of `wanted` that `actual` has otherwise; undefined when all of it is there. */
export function findDifference(wanted: unknown, actual: unknown, path = ''): string | undefined {
  if (isEmpty(wanted) && actual === undefined) return undefined;
  if (Array.isArray(wanted)) return listDifference(wanted, actual, path);
  if (isFields(wanted)) {
    if (!isFields(actual)) return path;
    const found = Object.entries(wanted).map(([key, value]) =>
      findDifference(value, actual[key], path ? `${path}.${key}` : key),
    );
    return found.find((difference) => difference !== undefined);
  }
  return sameScalar(wanted, actual) ? undefined : path;
}

function listDifference(wanted: readonly unknown[], actual: unknown, path: string): string | undefined {
  if (!Array.isArray(actual) || actual.length !== wanted.length) return path;
  return wanted.map((value, i) => findDifference(value, actual[i], `${path}[${i}]`)).find((d) => d !== undefined);
}

/** Go leaves out empty lists and objects when it writes JSON. */
const isEmpty = (value: unknown) =>
  value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);

const isFields = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function sameScalar(wanted: unknown, actual: unknown): boolean {
  if (wanted === actual) return true;
  const quantity = quantityOf(wanted);
  return quantity !== undefined && quantity === quantityOf(actual);
}
