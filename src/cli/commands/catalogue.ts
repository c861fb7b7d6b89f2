import type { Command } from 'commander';
import type { Offer } from '../../domain/offer/offer.ts';
import type { DecidedCase } from '../../policy/who-decides.ts';
import type { CliContext } from '../context.ts';
import { jsonLines, table } from '../table.ts';

/** `berth catalogue`: what can be asked for. */
export function addCatalogueCommand(program: Command, context: () => CliContext): void {
  program
    .command('catalogue')
    .summary('what can be asked for, where, and at what price')
    .option('--deciders', 'staff: who would decide, by stage and size')
    .option('--json', 'as JSON, with the schema of each parameter')
    .addHelpText('after', '\nNext: write it into a file, and berth request -f FILE --dry-run')
    .action(async ({ deciders, json }: { deciders?: boolean; json?: boolean }) => {
      const { api, print } = context();
      if (deciders) return printDeciders(context(), json);
      const offer = await api.get<Offer>('/api/catalogue');
      return print(json ? JSON.stringify(offer) : describe(offer));
    });
}

function describe({ items, sizes, clusters, currency }: Offer): string {
  const prices = clusters.map(({ name, sizes: price }) => [name, ...sizes.map(({ size }) => price[size].toFixed(2))]);
  return [
    table(
      ['ITEM', 'VERSION', 'WHAT IT IS'],
      items.map(({ name, version, description }) => [name, version, description]),
    ),
    '',
    table([`${currency} A MONTH`, ...sizes.map(({ size }) => size)], prices),
  ].join('\n');
}

/** Who would decide about a new environment. */
async function printDeciders({ api, print }: CliContext, json = false): Promise<void> {
  const { items } = await api.get<{ items: DecidedCase[] }>('/api/catalogue/decisions');
  const rows = items.map((one) => [one.stage, one.size, decidedBy(one)]);
  print(json ? jsonLines(items) : table(['STAGE', 'SIZE', 'WHO DECIDES'], rows));
}

function decidedBy({ denials, autoApproval, stages }: DecidedCase): string {
  if (denials.length > 0) return `nobody: ${denials.map(({ reason }) => reason).join('; ')}`;
  if (autoApproval) return `the policy itself (${autoApproval.rule})`;
  return stages.map(({ name, mode, count, of }) => `${name}: ${count ?? mode} of ${of.join(', ')}`).join('; then ');
}
