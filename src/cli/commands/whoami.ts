import type { Command } from 'commander';
import type { Me } from '../../api/answers/me.ts';
import type { CliContext } from '../context.ts';

/** `berth whoami`: whom Berth takes you for. */
export function addWhoamiCommand(program: Command, context: () => CliContext): void {
  program
    .command('whoami')
    .summary('who you are to Berth, and what the directory lets you do')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { api, print } = context();
      const me = await api.get<Me>('/api/me');
      print(json ? JSON.stringify(me) : describe(me));
    });
}

function describe({ id, name, mail, roles, queues, mayAsk, mayAskForOthers }: Me): string {
  const own = roles.filter((role) => role !== 'anybody');
  return [
    `${name} (${id}), ${mail}`,
    `Everywhere: ${own.join(', ') || 'no role; what you may do in a project depends on the project'}`,
    ...(queues.length > 0 ? [`Serves: ${queues.join(', ')}`] : []),
    `May ask: ${mayAsk ? (mayAskForOthers ? 'yes, for others too' : 'yes') : 'no'}`,
  ].join('\n');
}
