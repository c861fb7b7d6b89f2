import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps servers here, which are not on everybody's PATH. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** A program that somebody installed: on the PATH, in `KUBEBUILDER_ASSETS`, or in the folders of Debian's servers. */
export function findInstalled(name: string): string | undefined {
  const { PATH = '', KUBEBUILDER_ASSETS = '' } = process.env;
  const folders = [...PATH.split(delimiter), KUBEBUILDER_ASSETS, ...SYSTEM_FOLDERS].filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The place itself, when there is something to run. */
export function ifExecutable(path: string): string | undefined {
  return isExecutable(path) ? path : undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
