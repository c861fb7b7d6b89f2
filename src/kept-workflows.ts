/*
 * Bundling the workflows takes a worker longer than all the rest of its start, and comes to the same as long as Berth and
 * its packages do. So the bundle is kept where Node keeps compiled code (NODE_COMPILE_CACHE), if it does at all.
 */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import type { DataConverter } from '@temporalio/common';
import { bundleWorkflowCode, Runtime } from '@temporalio/worker';
import { WORKFLOW_BUNDLE } from './workflow-code.ts';

const ROOT = join(import.meta.dirname, '..');

/** Berth's workflows as a worker with that converter takes them: how failures are written is part of the bundle. */
export function keptWorkflows({ failureConverterPath }: DataConverter): Promise<{ readonly code: string }> {
  const folder = getCompileCacheDir();
  const converter = failureConverterPath === undefined ? {} : { failureConverterPath };
  const bundle = () => bundleWorkflowCode({ ...WORKFLOW_BUNDLE, ...converter, logger: Runtime.instance().logger });
  return folder ? keep(folder, hashOf(ROOT, failureConverterPath), bundle) : bundle();
}

/** Tells a change of anything that may be in the bundle: the sources, where they are, the converter, and all packages. */
export function hashOf(root: string, converter = ''): string {
  const hash = createHash('sha256').update(JSON.stringify([root, converter]));
  const files = ['package-lock.json', ...globSync('src/**/*.ts', { cwd: root })].toSorted();
  for (const path of files) hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/** What is kept of these sources; else it is made, and takes the place of what others left. */
export async function keep(
  folder: string,
  hash: string,
  make: () => Promise<{ readonly code: string }>,
): Promise<{ readonly code: string }> {
  const file = join(folder, `workflows-${hash}.js`);
  const kept = readKept(file);
  if (kept !== undefined) return { code: kept };
  const { code } = await make();
  tryToKeep(folder, file, code);
  return { code };
}

function readKept(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whole or not at all, whoever else does the same now. A worker that may not write there starts more slowly, that is all. */
function tryToKeep(folder: string, file: string, code: string): void {
  const beside = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    for (const old of globSync('workflows-*', { cwd: folder })) rmSync(join(folder, old), { force: true });
    writeFileSync(beside, code);
    renameSync(beside, file);
  } catch {
    // What is left of it the next one removes.
  }
}
