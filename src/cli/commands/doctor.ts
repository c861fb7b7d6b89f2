import type { Command } from 'commander';
import { trustAlso } from '../../clients/trust.ts';
import { findingLine } from '../../doctor/finding.ts';
import type { CliContext } from '../context.ts';
import { readGithubToken } from '../environment.ts';
import { EXIT } from '../failures.ts';
import { readConfig } from '../read-config.ts';

interface DoctorOptions {
  readonly config: string;
  readonly json?: boolean;
  readonly orphans?: boolean;
}

export function addDoctorCommand(program: Command, context: () => Pick<CliContext, 'print'>): void {
  program
    .command('doctor')
    .summary('try every system and every right that Berth needs')
    .description('Tries every configured system and every right that Berth needs there. Leaves nothing behind.')
    .option('--config <file>', 'the configuration', 'berth.yaml')
    .option('--orphans', 'list instead what requests have left although they are over')
    .option('--json', 'print all of it as JSON')
    .addHelpText(
      'after',
      '\nEnvironment:\n  GITHUB_TOKEN  of an administrator of the fleet repository: shows who may bypass its rules (optional)\n\nExits with 1 when something is missing, or left over.\n\nExample:\n  berth doctor --config berth.yaml',
    )
    .action(async (options: DoctorOptions) => {
      process.exitCode = await doctor(context(), options);
    });
}

async function doctor({ print }: Pick<CliContext, 'print'>, options: DoctorOptions): Promise<number> {
  const { config: file, json, orphans } = options;
  const config = readConfig(file);
  if (config.caFile) trustAlso(config.caFile);
  // The clients of all systems take a second to load, which no other command should wait for.
  const { examine, findOrphans } = await import('../../doctor/index.ts');
  const findings = await (orphans ? findOrphans(config) : examine(config, readGithubToken()));
  if (json) print(JSON.stringify(findings));
  else for (const finding of findings) print(findingLine(finding));
  return findings.every(({ ok }) => ok) ? EXIT.ok : EXIT.unexpected;
}
