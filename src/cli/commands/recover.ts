import type { Command } from 'commander';
import { readFolder } from '../../fleet/folder.ts';
import { readStanding } from '../../fleet/standing.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { readConfig } from '../read-config.ts';

interface RecoverOptions {
  readonly fromGit: string;
  readonly config: string;
}

export function addRecoverCommand(program: Command, context: () => Pick<CliContext, 'print'>): void {
  program
    .command('recover')
    .summary('for operators: keep again what stands, after Temporal has lost it')
    .description('Starts the workflow of each environment that none keeps. Doing it again changes nothing.')
    .requiredOption('--from-git <folder>', 'a clone of the fleet, with main checked out')
    .option('--config <file>', 'the configuration', 'berth.yaml')
    .addHelpText('after', '\nExample:\n  git clone <fleet> fleet && berth recover --from-git fleet')
    .action((options: RecoverOptions) => recover(context(), options));
}

async function recover({ print }: Pick<CliContext, 'print'>, { fromGit, config }: RecoverOptions): Promise<void> {
  const { environments, unreadable } = readStanding(readFolder(fromGit));
  // Temporal's client takes its time to load, which no other command should wait for.
  const [{ connectTemporal }, { recoverEnvironments }] = await Promise.all([
    import('../../clients/temporal.ts'),
    import('../../intake/recover.ts'),
  ]);
  const client = await connectTemporal(readConfig(config).temporal).catch((error: unknown) => {
    throw new CliFailure(EXIT.unreachable, error instanceof Error ? error.message : String(error));
  });
  try {
    for (const { environment, outcome } of await recoverEnvironments(client, environments))
      print(`${environment}: ${outcome}`);
  } finally {
    await client.connection.close();
  }
  if (unreadable.length === 0) return;
  throw new CliFailure(EXIT.refused, `Not readable: ${unreadable.join(', ')}.`, `berth fleet check ${fromGit}`);
}
