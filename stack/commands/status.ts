import { relative } from 'node:path';
import { daemonStates } from '../kit/daemon.ts';
import { livingKeeper, readSummary, type StackSummary } from '../kit/run-folder.ts';
import type { CommandInput } from './command.ts';

/** 0 only when the keeper and every server live. */
export async function status({ folder }: CommandInput): Promise<number> {
  const keeper = livingKeeper(folder);
  const daemons = daemonStates(folder);
  const dead = daemons.filter(({ alive }) => !alive).map(({ name }) => name);
  const summary = readSummary(folder);
  for (const { name, pid, alive } of daemons) console.log(`  ${alive ? 'runs ' : 'ENDED'}  ${name} (${pid})`);
  if (keeper === undefined) {
    const left = daemons.length > dead.length ? ' Servers are left: npm run stack -- down' : '';
    console.log(`The stack is not running.${left}`);
    return 1;
  }
  if (!summary) {
    console.log('The stack is being started or ended.');
    return 1;
  }
  describe(summary);
  if (dead.length === 0) return 0;
  console.log(`Not running any more: ${dead.join(', ')}. Look: npm run stack -- logs ${dead[0]}`);
  return 1;
}

function describe({ addresses, temporal, people, configFile }: StackSummary): void {
  const rows = Object.entries({ temporal: temporal.uiUrl ?? temporal.address, ...addresses });
  for (const [name, address] of rows) console.log(`  ${name.padEnd(18)} ${address}`);
  console.log('People, with the password of directory, mail and tokens:');
  for (const { id, mail, password } of people) console.log(`  ${id.padEnd(18)} ${mail}  ${password}`);
  console.log(`Berth:  npm start -- --config ${relative(process.cwd(), configFile)}`);
}
