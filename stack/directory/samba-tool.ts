import { join } from 'node:path';
import { run } from '../../scripts/kit/run.mjs';
import { DIRECTORY_PROGRAMS } from '../programs/directory.ts';
import { pathsOf } from '../programs/program.ts';

/** The database of a server, which `samba-tool` may write while the server runs. */
export interface Database {
  readonly folder: string;
  /** The file that the server was started with. */
  readonly settings: string;
}

const WITHIN_MS = 5 * 60_000;
const KEPT_LINES = 8;

/** Runs `samba-tool` to its end. @throws Error with its last lines */
export async function sambaTool(args: readonly string[], label?: string): Promise<void> {
  const tool = pathsOf(DIRECTORY_PROGRAMS)['samba-tool'];
  const { code, output } = await run(tool, args, { timeoutMs: WITHIN_MS, ...(label ? { label } : {}) });
  if (code === 0) return;
  const said = output.split('\n').slice(-KEPT_LINES).join('\n');
  throw new Error(`samba-tool ${args.slice(0, 2).join(' ')} failed:\n${said}`);
}

/** Arguments that name a server's database. */
export const on = ({ folder, settings }: Database) => ['-H', join(folder, 'private', 'sam.ldb'), '-s', settings];
