/** The initial content of the sandbox's fleet repository: the folder `sandbox/fleet/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const FOLDER = join(import.meta.dirname, 'fleet');

/** Path in the repository to content. */
export function fleetFiles(): ReadonlyMap<string, string> {
  const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return new Map(files.map((file) => [relative(FOLDER, file).split(sep).join('/'), readFileSync(file, 'utf8')]));
}
