import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { InitPlan } from './init.ts';

/** Carries out what was planned. */
export function carryOut(folder: string, { steps }: InitPlan): void {
  for (const { path, action, content } of steps) {
    if (action !== 'add') continue;
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    // Whatever came there meanwhile stays.
    writeFileSync(file, content, { flag: 'wx' });
  }
}

/** Every file of a folder but what Git keeps for itself; none when there is no such folder yet. */
export function readFolder(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const file of walk(folder)) files.set(relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8'));
  return files;
}

function walk(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === '.git' ? [] : walk(path);
      return entry.isFile() ? [path] : [];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
