import type { Command } from 'commander';
import type { ApplyOptions } from '../apply.ts';
import type { CliContext } from '../context.ts';
import { readRunEnvironment } from '../environment.ts';

const HELP = `
The workflow berth-apply of the fleet calls this in a checkout of the fleet. It applies nothing unless the commit
merged what was approved. Environment:
  GITHUB_TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY   as GitHub Actions has them; the token only reads
  BERTH_KUBECONFIG                                  the text of the cluster's kubeconfig`;

export function addInfraCommand(program: Command, context: () => Pick<CliContext, 'print'>): void {
  program
    .command('infra')
    .summary('for the fleet workflow: make infrastructure')
    .command('apply')
    .summary('make the walls of one environment on one cluster, as merged')
    .requiredOption('--request <reference>')
    .requiredOption('--sha <commit>', 'the commit that merged the request')
    .requiredOption('--spec <hash>', 'the specHash that was approved')
    .requiredOption('--cluster <name>')
    .requiredOption('--environment <name>')
    .addHelpText('after', HELP)
    .action(async (options: ApplyOptions) => {
      const run = readRunEnvironment();
      // The clients of GitHub and Kubernetes take seconds to load, which no other command should wait for.
      const { apply } = await import('../apply.ts');
      await apply(context(), options, run);
    });
}
