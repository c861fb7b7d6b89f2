import type { Command } from 'commander';
import type { FreezeWindow } from '../../domain/freeze.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { jsonLines } from '../table.ts';
import { timeOf } from '../times.ts';

interface FreezeOptions {
  readonly until?: string;
  readonly reason?: string;
}

/** `berth freeze` and `berth unfreeze`: operators hold back what would be merged or applied. */
export function addFreezeCommands(program: Command, context: () => CliContext): void {
  const freeze = program
    .command('freeze')
    .summary('operators: hold requests before merge and apply')
    .description('Holds requests before they are merged and applied; they go on by themselves when it is over.')
    .argument('<cluster>', 'a cluster, or "all"')
    .option('--until <time>', 'when it ends: 2026-11-30T06:00:00Z, or from now 90m, 4h, 3d')
    .option('--reason <text>', 'why; everybody who waits reads it')
    .addHelpText('after', EXAMPLES)
    .action((cluster: string, options: FreezeOptions) => setFreeze(context(), cluster, options));
  freeze
    .command('list')
    .summary('show what is frozen')
    .option('--json', 'a freeze a line, as JSON')
    .action(({ json }: { json?: boolean }) => list(context(), json));
  program
    .command('unfreeze')
    .summary('operators: end a freeze; what waits for it goes on')
    .argument('<cluster>', 'a cluster, or "all"')
    .action((cluster: string) => unfreeze(context(), cluster));
}

const EXAMPLES = `
Examples:
  berth freeze cluster-east-prod --until 4h --reason "The storage is moved"
  berth freeze all --until 2026-12-27T06:00:00Z --reason "Year end"
  berth freeze list
  berth unfreeze all`;

async function setFreeze({ api, print }: CliContext, target: string, { until, reason }: FreezeOptions): Promise<void> {
  if (until === undefined || reason === undefined) {
    throw new CliFailure(EXIT.usage, 'Say until when and why: --until TIME --reason TEXT.', 'berth freeze --help');
  }
  const window = await api.post<FreezeWindow>('/api/freeze', {
    target,
    until: timeOf(until, 'berth freeze --help'),
    reason,
  });
  print(describe(window));
  print(`Next: berth unfreeze ${target}, or wait`);
}

async function list({ api, print }: CliContext, json = false): Promise<void> {
  const { items } = await api.get<{ items: readonly FreezeWindow[] }>('/api/freeze');
  if (json) return print(jsonLines(items));
  for (const window of items) print(describe(window));
  if (items.length === 0) print('Nothing is frozen.');
}

async function unfreeze({ api, print }: CliContext, target: string): Promise<void> {
  await api.post('/api/unfreeze', { target });
  print(`${target} is no longer frozen; what waited goes on.`);
}

const describe = ({ target, until, by, reason }: FreezeWindow): string =>
  `${target} is frozen until ${until} by ${by}: ${reason}`;
