import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts');

/** Puts a command `berth` that runs this checkout into a folder, as an image for runners would have it; returns the folder. */
export function installBerth(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const script = `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`;
  writeFileSync(join(folder, 'berth'), script, { mode: 0o755 });
  return folder;
}
