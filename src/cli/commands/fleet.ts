import type { Command } from 'commander';
import { DEFAULT_CLUSTERS } from '../../fleet/templates.ts';
import type { CliContext } from '../context.ts';
import type { checkAndTell } from './fleet-check.ts';
import type { init } from './fleet-init.ts';
import type { plan } from './fleet-plan.ts';
import type { writeSchemas } from './fleet-schemas.ts';

type Context = () => Pick<CliContext, 'print'>;

/**
 * `berth fleet`: the repository that Berth writes and Flux reads. None of it asks Berth's API. Each command is loaded
 * when it is called: the client of Kubernetes alone takes a second.
 */
export function addFleetCommand(program: Command, context: Context): void {
  const fleet = program.command('fleet').summary('make and check the repository that Flux reads');
  addInit(fleet, context);
  addCheck(fleet, context);
  addSchemas(fleet, context);
  addPlan(fleet, context);
}

function addInit(fleet: Command, context: Context): void {
  fleet
    .command('init')
    .summary('write a fleet repository, or what one lacks')
    .description('Writes what a fleet repository needs. What is there already stays as it is, a Flux repository too.')
    .argument('<folder>')
    .option('--cluster <name...>', `clusters (those of --config, else ${DEFAULT_CLUSTERS.join(', ')})`)
    .option('--config <file>', 'take clusters and the URLs of their API servers from a berth.yaml')
    .option('--organisation <slug>', 'what all projects stand below', 'example')
    .option('--owner <login>', 'who is asked to review: a GitHub user or organisation/team', 'platform-operators')
    .option('--protect', 'also set the rules of main and of the ledger on GitHub; with --config and GITHUB_TOKEN')
    .option('--dry-run', 'say what would be written, and write nothing; with --protect print the calls of `gh api`')
    .addHelpText(
      'after',
      '\nExample:\n  berth fleet init fleet --cluster cluster-east-prod --organisation acme --owner acme/platform\n  berth fleet init fleet --config berth.yaml --protect\n\nEnvironment:\n  GITHUB_TOKEN  for --protect: of somebody who administers the repository',
    )
    .action(async (folder: string, options: Parameters<typeof init>[2]) => {
      const command = await import('./fleet-init.ts');
      return command.init(context(), folder, options);
    });
}

function addCheck(fleet: Command, context: Context): void {
  fleet
    .command('check')
    .summary('check a fleet repository as its pull requests are checked')
    .description(
      'Checks the files as they lie in the folder, committed or not. With --base also what is changed since HEAD left it.',
    )
    .argument('[folder]', 'of the repository', '.')
    .option('--base <ref>', 'branch or commit that the change is meant for, such as origin/main')
    .option('--ledger <ref>', 'also check that nothing in the ledger was ever changed, such as origin/berth-ledger')
    .option('--json', 'print all findings as JSON')
    .addHelpText(
      'after',
      '\nExits with 0 when nothing is refused, with 5 otherwise, with 2 when it could not check.\n\nExample:\n  berth fleet check --base origin/main',
    )
    .action(async (folder: string, options: Parameters<typeof checkAndTell>[2]) => {
      const command = await import('./fleet-check.ts');
      process.exitCode = await command.checkAndTell(context(), folder, options);
    });
}

function addSchemas(fleet: Command, context: Context): void {
  fleet
    .command('schemas')
    .summary("write what a cluster's API server knows, so that every field can be checked")
    .argument('[folder]', 'of the repository', '.')
    .requiredOption('--cluster <name>')
    .requiredOption('--kubeconfig <file>', 'any account of the cluster will do')
    .addHelpText('after', '\nExample:\n  berth fleet schemas --cluster cluster-east-prod --kubeconfig east.kubeconfig')
    .action(async (folder: string, options: Parameters<typeof writeSchemas>[2]) => {
      const command = await import('./fleet-schemas.ts');
      return command.writeSchemas(context(), folder, options);
    });
}

function addPlan(fleet: Command, context: Context): void {
  fleet
    .command('plan')
    .summary('for the fleet workflow: show what the walls of a request would change')
    .description(
      'Reads the clusters of the request that is checked out, if its files are what it states. Writes nothing.',
    )
    .requiredOption('--base <ref>', 'branch or commit that the change is meant for')
    .addHelpText(
      'after',
      '\nEnvironment:\n  BERTH_KUBECONFIG  text of a kubeconfig with a context for each cluster, called as the cluster is',
    )
    .action(async (options: Parameters<typeof plan>[1]) => {
      const command = await import('./fleet-plan.ts');
      return command.plan(context(), options);
    });
}
