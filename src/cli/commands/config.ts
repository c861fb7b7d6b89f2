import type { Command } from 'commander';
import { describeProblem, loadMailTemplates } from '../../mail/templates.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { readConfig } from '../read-config.ts';

export function addConfigCommand(program: Command, context: () => Pick<CliContext, 'print'>): void {
  program
    .command('config')
    .summary('look after berth.yaml')
    .command('check')
    .summary('check a configuration and its secrets; needs no server')
    .argument('<file>')
    .addHelpText('after', '\nExample:\n  berth config check berth.yaml')
    .action((file: string) => check(context(), file));
}

function check({ print }: Pick<CliContext, 'print'>, file: string): void {
  const { problems } = loadMailTemplates(readConfig(file).smtp.templates);
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  - ${describeProblem(problem)}`);
    const meanwhile = 'Berth sends these mails in its own words until that is mended.';
    throw new CliFailure(
      EXIT.usage,
      [`${file}: words of mails are wrong:`, ...lines, meanwhile].join('\n'),
      'berth mail preview --help',
    );
  }
  print(`${file} can be used.`);
}
