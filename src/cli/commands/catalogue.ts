import type { Command } from 'commander';
import type { Offer } from '../../domain/offer/offer.ts';
import type { CliContext } from '../context.ts';
import { table } from '../table.ts';

/** `berth catalogue`: what can be asked for. */
export function addCatalogueCommand(program: Command, context: () => CliContext): void {
  program
    .command('catalogue')
    .summary('what can be asked for, where, and at what price')
    .option('--json', 'as JSON, with the schema of each parameter')
    .addHelpText('after', '\nNext: write it into a file, and berth request -f FILE --dry-run')
    .action(async ({ json }: { json?: boolean }) => {
      const { api, print } = context();
      const offer = await api.get<Offer>('/api/catalogue');
      print(json ? JSON.stringify(offer) : describe(offer));
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
