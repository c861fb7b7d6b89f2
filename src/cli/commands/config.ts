import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
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
  readConfig(file);
  print(`${file} can be used.`);
}
