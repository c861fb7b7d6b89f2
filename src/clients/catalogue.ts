import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Catalogue, loadCatalogue } from '../domain/catalogue.ts';

/**
 * Reads a catalogue's folder.
 * @throws FleetDataError when the catalogue is broken; the file system's error when it cannot be read.
 */
export function readCatalogue(folder: string): Catalogue {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const byPath = files.map(
    (file) => [relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8')] as const,
  );
  return loadCatalogue(new Map(byPath));
}
