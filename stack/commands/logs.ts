import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { logOf } from '../kit/daemon.ts';
import { keeperLog } from '../kit/run-folder.ts';
import type { CommandInput } from './command.ts';

const SHOWN_LINES = 60;
const KEEPER = 'keeper';

export async function logs({ folder, names: [name] }: CommandInput): Promise<number> {
  if (name === undefined) {
    const known = namesOf(folder);
    if (known.length === 0) console.log('There are no logs: nothing was started here.');
    for (const each of known) console.log(`  ${each.padEnd(18)} ${fileOf(folder, each)}`);
    return 0;
  }
  const file = fileOf(folder, name);
  if (!existsSync(file)) {
    console.error(`There is no log of ${name}. There are: ${namesOf(folder).join(', ')}`);
    return 1;
  }
  console.log(readFileSync(file, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES).join('\n'));
  console.error(`(The last lines of ${file})`);
  return 0;
}

function namesOf(folder: string): string[] {
  const daemons = dirname(logOf(folder, KEEPER));
  const found = existsSync(daemons) ? readdirSync(daemons).filter((file) => file.endsWith('.log')) : [];
  const names = found.map((file) => file.slice(0, -'.log'.length));
  return existsSync(keeperLog(folder)) ? [KEEPER, ...names.toSorted()] : names.toSorted();
}

const fileOf = (folder: string, name: string) => (name === KEEPER ? keeperLog(folder) : logOf(folder, name));
