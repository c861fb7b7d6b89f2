import type { Json } from '../domain/selection.ts';

const MAX_DEPTH = 8;
const MAX_ENTRIES = 200;
const MAX_STRING = 4096;
/** Keys that reach an object's prototype in careless code; no parameter needs them. */
const RESERVED = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * The value as plain JSON of modest size.
 * @throws Error that says what is not allowed, for people.
 */
export function toJson(value: unknown, depth = 0): Json {
  if (depth > MAX_DEPTH) throw new Error(`nested deeper than ${MAX_DEPTH} levels`);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string') return modest(value);
  if (Array.isArray(value)) return few(value).map((entry) => toJson(entry, depth + 1));
  if (typeof value === 'object')
    return Object.fromEntries(few(Object.entries(value)).map((e) => entryToJson(e, depth)));
  throw new Error('a value that is neither text, number, list nor map');
}

function entryToJson([key, value]: [string, unknown], depth: number): [string, Json] {
  if (RESERVED.has(key)) throw new Error(`the key "${key}" is not allowed`);
  return [modest(key), toJson(value, depth + 1)];
}

function modest(text: string): string {
  if (text.length > MAX_STRING) throw new Error(`a text longer than ${MAX_STRING} characters`);
  return text;
}

function few<T>(entries: T[]): T[] {
  if (entries.length > MAX_ENTRIES) throw new Error(`more than ${MAX_ENTRIES} entries`);
  return entries;
}
