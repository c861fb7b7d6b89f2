import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { CliFailure, EXIT } from './failures.ts';

/** The text of a file, or of standard input when it is called `-`. */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new CliFailure(EXIT.usage, `${file} cannot be read: ${(error as Error).message}`);
  }
}

/** A YAML (or JSON) file. */
export function readYaml(file: string): unknown {
  const text = readText(file);
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new CliFailure(EXIT.usage, `${file} is not YAML: ${(error as Error).message}`);
  }
}
