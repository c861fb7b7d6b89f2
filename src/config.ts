/**
 * `berth.yaml` plus `*File` secrets and overrides of the environment such as `BERTH_SMTP__URL`, checked once at start:
 * all errors at once, each with its path. Nothing else that is configured by `berth.yaml` reads the environment.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { withOverrides } from './config-overrides.ts';
import { describeIssues, type SettingsSchema } from './config-problems.ts';
import { schema } from './config-schema.ts';
import { resolveSecrets, Secret } from './config-secrets.ts';

export { Secret };

/** The file's content as written, defaults filled in. */
export type ConfigFile = z.infer<typeof schema>;
/** `ConfigFile` with every secret read. */
export type Config = ResolveSecrets<ConfigFile>;

type ResolveSecrets<T> = T extends string & z.$brand<'secretFile'>
  ? never
  : T extends readonly (infer E)[]
    ? readonly ResolveSecrets<E>[]
    : T extends object
      ? {
          readonly [K in keyof T as NonNullable<T[K]> extends string & z.$brand<'secretFile'>
            ? K extends `${infer N}File`
              ? N
              : K
            : K]: NonNullable<T[K]> extends string & z.$brand<'secretFile'> ? Secret : ResolveSecrets<T[K]>;
        }
      : T;

const MEND = 'berth.example.yaml shows and explains every setting.';

/** Configuration that cannot be used; `problems` has one line each: path and what is wrong. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(file: string, problems: readonly string[]) {
    super([`${file} cannot be used:`, ...problems.map((p) => `  - ${p}`), MEND].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads, checks and freezes the configuration; `environment` overrides the file (see `withOverrides`).
 * @throws ConfigError with every problem at once.
 */
export function loadConfig(file: string, environment: NodeJS.ProcessEnv = process.env): Config {
  const raw = readSettings(file, environment);
  const { data = raw, error } = schema.safeParse(raw, { reportInput: true });
  const problems = describeIssues(error?.issues ?? [], configJsonSchema() as SettingsSchema);
  const resolved = resolveSecrets(data, dirname(resolve(file)), '', problems);
  if (problems.length > 0) throw new ConfigError(file, problems);
  return deepFreeze(resolved) as Config;
}

/** Where programs are that Berth starts. */
export const searchPath = (): string => process.env['PATH'] ?? '';

/** The JSON Schema of `berth.yaml`, for editors. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(schema, { io: 'input' });
}

function readSettings(file: string, environment: NodeJS.ProcessEnv): unknown {
  try {
    return withOverrides(parse(readFileSync(file, 'utf8')), environment);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ConfigError(file, [`(file): ${code === 'ENOENT' ? 'there is no such file' : firstLine(message)}`]);
  }
}

/** Errors of YAML go on with a drawing of the place that they have named already. */
const firstLine = (text: string): string => (text.split('\n')[0] ?? '').replace(/:$/, '');

function deepFreeze(value: unknown): unknown {
  if (value !== null && typeof value === 'object' && !(value instanceof Secret)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
