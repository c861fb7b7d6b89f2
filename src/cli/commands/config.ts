import type { Command } from 'commander';
import { ConfigError, loadConfig } from '../../config.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';

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
  try {
    loadConfig(file);
  } catch (error) {
    if (error instanceof ConfigError) throw new CliFailure(EXIT.usage, error.message, `berth config check ${file}`);
    throw error;
  }
  print(`${file} can be used.`);
}
