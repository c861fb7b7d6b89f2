/* What the worker and the API share at the command line. */
import { parseArgs } from 'node:util';
import { ConfigError } from './config.ts';

/** The file behind `--config`. @throws Error that names a flag which is not known. */
export function configFlag(): string {
  return parseArgs({ options: { config: { type: 'string', default: 'berth.yaml' } } }).values.config;
}

/** Why a process ends, for people; a configuration speaks for itself. */
export function explainEnd(what: string, error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  return `${what}: ${error instanceof Error ? error.message : String(error)}`;
}
