import { parse } from 'yaml';

/** The text under these keys of a YAML document; empty when it is not there or cannot be read. */
export function textOf(document: string | undefined, ...keys: readonly string[]): string {
  let value = read(document);
  for (const key of keys)
    value = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' ? value : '';
}

function read(document: string | undefined): unknown {
  try {
    return parse(document ?? '', { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}
