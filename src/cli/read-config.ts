import { type Config, ConfigError, loadConfig } from '../config.ts';
import { CliFailure, EXIT } from './failures.ts';

/** The configuration of a file. @throws CliFailure with all that is wrong with it. */
export function readConfig(file: string): Config {
  try {
    return loadConfig(file);
  } catch (error) {
    if (error instanceof ConfigError) throw new CliFailure(EXIT.usage, error.message);
    throw error;
  }
}
