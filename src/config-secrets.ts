/** Secrets of the configuration: read from the files that settings ending in `File` name. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A secret read from a file: printing or serialising it shows nothing. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
}

/** Paths of files that hold no secret: only made absolute. */
const PLAIN_FILES: ReadonlySet<string> = new Set(['caFile', 'playbook', 'knownHostsFile', 'bundle', 'templates']);

/**
 * Replaces each `xFile` by `x: Secret`; plain files and `clusters` keys that are not secrets stay. What cannot be read or
 * used is added to `problems`, one line each; `path` is where `value` stands in the settings.
 */
export function resolveSecrets(value: unknown, folder: string, path: string, problems: string[]): unknown {
  if (Array.isArray(value)) return value.map((v, i) => resolveSecrets(v, folder, `${path}[${i}]`, problems));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, v]) => {
    const where = path ? `${path}.${key}` : key;
    if (PLAIN_FILES.has(key) && typeof v === 'string') return [key, resolve(folder, v)];
    if (!key.endsWith('File') || typeof v !== 'string') return [key, resolveSecrets(v, folder, where, problems)];
    return [key.slice(0, -'File'.length), readSecret(resolve(folder, v), where, problems)];
  });
  return Object.fromEntries(entries);
}

/** Lines for the environment of a program that may need none. */
const MAY_BE_EMPTY = /[eE]nvironmentFile$/;

/** HS256 asks for a key as long as its digest. */
const LEAST_BYTES: Readonly<Record<string, number>> = { 'auth.decisionKeyFile': 32 };

function readSecret(file: string, where: string, problems: string[]): Secret | undefined {
  try {
    const value = readFileSync(file, 'utf8').trimEnd();
    if (value === '' && !MAY_BE_EMPTY.test(where)) problems.push(`${where}: ${file} is empty`);
    else problems.push(...tooShort(where, value, file), ...noCodecKey(where, value, file));
    return new Secret(value);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.push(`${where}: ${file} ${code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`}`);
    return undefined;
  }
}

function tooShort(where: string, value: string, file: string): string[] {
  const least = LEAST_BYTES[where] ?? 0;
  const bytes = Buffer.byteLength(value);
  if (bytes >= least) return [];
  return [`${where}: ${file} has ${bytes} bytes, at least ${least} are needed: openssl rand -hex ${least} > ${file}`];
}

const CODEC_KEY = /^temporal\.codec\.keys\[\d+\]\.keyFile$/;

/** AES-256 takes exactly 32 bytes. */
function noCodecKey(where: string, value: string, file: string): string[] {
  if (!CODEC_KEY.test(where) || /^[0-9a-f]{64}$/i.test(value)) return [];
  return [`${where}: ${file} is not 64 hexadecimal digits (32 bytes): openssl rand -hex 32 > ${file}`];
}
