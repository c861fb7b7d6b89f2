import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { jsonLines } from '../table.ts';

interface Found {
  readonly account: string;
  readonly name: string;
  readonly mail: string;
}

/** `berth people`: whom the directory knows, for account plans. */
export function addPeopleCommand(program: Command, context: () => CliContext): void {
  program
    .command('people')
    .summary('support: people of the directory by parts of their names')
    .argument('<name>', 'at least 3 characters of names, id or address')
    .option('--json', 'a person a line, as JSON')
    .addHelpText('after', '\nExample:\n  berth people "da fie"')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const { api, print } = context();
      const { items } = await api.get<{ items: Found[] }>(`/api/people?search=${encodeURIComponent(name)}`);
      const lines = items.map(({ account, name: called, mail }) => `${account}  ${called}  ${mail}`);
      print(json ? jsonLines(items) : lines.join('\n') || 'The directory knows nobody of that name.');
    });
}
