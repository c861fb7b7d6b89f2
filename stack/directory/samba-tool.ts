import { join } from 'node:path';
import { run } from '../../scripts/kit/run.mjs';
import { DIRECTORY_PROGRAMS } from '../programs/directory.ts';
import { pathsOf } from '../programs/program.ts';
import { type Network, SERVER_FOLDER } from './network.ts';

/** Where `samba-tool` finds servers by name, and the folder of one. */
export interface Surroundings {
  readonly network: Network;
  readonly folder: string;
}

const WITHIN_MS = 5 * 60_000;
const KEPT_LINES = 8;

export interface ToolOptions {
  /** Shown while it runs. */
  readonly label?: string;
  readonly within?: Surroundings;
}

/** Runs `samba-tool` to its end. @throws Error with its last lines */
export async function sambaTool(args: readonly string[], { label, within }: ToolOptions = {}): Promise<void> {
  const tool = pathsOf(DIRECTORY_PROGRAMS)['samba-tool'];
  const command = within?.network(within.folder, tool, args) ?? { program: tool, args };
  const { code, output } = await run(command.program, command.args, {
    timeoutMs: WITHIN_MS,
    ...(label ? { label } : {}),
  });
  if (code === 0) return;
  const said = output.split('\n').slice(-KEPT_LINES).join('\n');
  throw new Error(`samba-tool ${args.slice(0, 2).join(' ')} failed:\n${said}`);
}

/** Arguments that name the database in its folder, which may be written while the server runs. @param settings it runs with */
export const databaseOf = (settings: string) => ['-H', join(SERVER_FOLDER, 'private', 'sam.ldb'), '-s', settings];
