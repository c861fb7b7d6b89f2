import { setTimeout as delay } from 'node:timers/promises';
import { killLeftDaemons } from '../kit/daemon.ts';
import { killKeepersRest, livingKeeper, removeSummary } from '../kit/run-folder.ts';
import { type CommandInput, showWaiting } from './command.ts';

const LOOK_EVERY_MS = 100;

/** Asks the keeper to end everything and waits; what a killed keeper left is killed. */
export async function down({ folder }: CommandInput): Promise<number> {
  const keeper = livingKeeper(folder);
  if (keeper !== undefined) {
    process.kill(keeper, 'SIGTERM');
    await untilGone(folder);
  }
  removeSummary(folder);
  const left = [...killLeftDaemons(folder), ...(killKeepersRest(folder) ? ['temporal'] : [])];
  if (left.length > 0) console.log(`Killed what was left without a keeper: ${left.join(', ')}`);
  console.log(keeper === undefined && left.length === 0 ? 'The stack was not running.' : 'The stack has ended.');
  return 0;
}

async function untilGone(folder: string): Promise<void> {
  const stopShowing = showWaiting(() => 'the servers are ending');
  while (livingKeeper(folder) !== undefined) await delay(LOOK_EVERY_MS);
  stopShowing();
}
