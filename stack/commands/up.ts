import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import type { KeepOptions } from '../keep.ts';
import type { KeeperMessage } from '../keeper.ts';
import { killLeftDaemons } from '../kit/daemon.ts';
import { emptyRunFolder, keeperLog, killKeepersRest, livingKeeper } from '../kit/run-folder.ts';
import { type CommandInput, showWaiting } from './command.ts';
import { partsToStart } from './parts.ts';
import { status } from './status.ts';

const KEEPER = join(import.meta.dirname, '..', 'keeper.ts');

/** Starts the keeper, shows how far it is, and leaves it alone once everything is ready. */
export async function up(input: CommandInput): Promise<number> {
  const { folder, outside } = input;
  const chosen = partsToStart(input.names);
  if ('refused' in chosen) {
    console.error(chosen.refused);
    return 2;
  }
  if (livingKeeper(folder) !== undefined) {
    console.log('The stack is up already.');
    return status(input);
  }
  killLeftDaemons(folder);
  killKeepersRest(folder);
  emptyRunFolder(folder);
  const failed = await follow(startKeeper({ folder, parts: chosen.parts, ...outside }));
  if (failed === undefined) return status(input);
  console.error(
    `${failed}\nThe stack did not come up; everything that had been started was ended. Log: ${keeperLog(folder)}`,
  );
  return 1;
}

function startKeeper(options: KeepOptions): ChildProcess {
  const log = openSync(keeperLog(options.folder), 'a');
  return spawn(process.execPath, [KEEPER, JSON.stringify(options)], {
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
  });
}

/** Resolves when it is ready, or with why it did not become so. */
function follow(keeper: ChildProcess): Promise<string | undefined> {
  let last = 'starting';
  const stopShowing = showWaiting(() => `after: ${last}`);
  return new Promise((resolve) => {
    const finish = (failed?: string) => {
      stopShowing();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
      if (keeper.connected) keeper.disconnect();
      keeper.unref();
      resolve(failed);
    };
    const interrupt = () => void (keeper.connected && keeper.disconnect());
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
    keeper.on('message', (message: KeeperMessage) => {
      if ('ready' in message) return finish();
      if ('failed' in message) return finish(message.failed);
      last = message.line;
      console.log(`  ${last}`);
    });
    keeper.once('error', (error) => finish(error.message));
    keeper.once('exit', (code, signal) => finish(`The keeper ended (${signal ?? code})`));
  });
}
