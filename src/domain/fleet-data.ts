import { parse } from 'yaml';
import type { z } from 'zod';
import type { FleetSnapshot } from './fleet.ts';

/** A file of the fleet that cannot be used: the platform's operators mend it, not the requester. */
export class FleetDataError extends Error {
  readonly path: string;
  readonly what: string;
  /** Keys under which the first problem lies in the file. */
  readonly at: readonly (string | number)[];
  constructor(path: string, what: string, at: readonly (string | number)[] = []) {
    super(`${path}: ${what}`);
    this.name = 'FleetDataError';
    this.path = path;
    this.what = what;
    this.at = at;
  }
}

interface Read {
  readonly text: string;
  readonly schema: z.ZodType;
  readonly value: unknown;
}

/** What was read of a fleet, by path, as long as somebody holds its files: a rendering asks for the same few again and again. */
const READ = new WeakMap<FleetSnapshot['files'], Map<string, Read>>();

/**
 * Reads and checks one YAML file of the fleet. Whoever asks again gets the same object, so nobody can change it.
 * @returns undefined when the file is not there.
 * @throws FleetDataError with every problem at once.
 */
export function readFleetFile<T extends z.ZodType>(
  { files }: FleetSnapshot,
  path: string,
  schema: T,
): z.infer<T> | undefined {
  const text = files.get(path);
  if (text === undefined) return undefined;
  const known = READ.get(files)?.get(path);
  if (known?.text === text && known.schema === schema) return known.value as z.infer<T>;
  const value = frozen(parseDocument(path, text, schema));
  READ.set(files, (READ.get(files) ?? new Map<string, Read>()).set(path, { text, schema, value }));
  return value;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

/** As `readFleetFile`, for a file that must be there. */
export function requireFleetFile<T extends z.ZodType>(snapshot: FleetSnapshot, path: string, schema: T): z.infer<T> {
  const value = readFleetFile(snapshot, path, schema);
  if (value === undefined) throw new FleetDataError(path, 'is missing from the fleet repository');
  return value;
}

/** Parses YAML and checks it. @throws FleetDataError */
export function parseDocument<T extends z.ZodType>(path: string, text: string, schema: T): z.infer<T> {
  const parsed = schema.safeParse(parseYaml(path, text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(top)'}: ${issue.message}`);
  const at = parsed.error.issues[0]?.path.filter((key) => typeof key !== 'symbol') ?? [];
  throw new FleetDataError(path, problems.join('; '), at);
}

function parseYaml(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new FleetDataError(path, `is not YAML: ${(error as Error).message}`);
  }
}
