import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import type { ShownPreview } from '../../intake/preview.ts';
import type { Started } from '../../intake/start.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { describePreview } from '../preview-text.ts';

const HELP = `
Its requester, the leads of its project, support and operators may ask; a lead of the project who did not ask decides.
Nothing goes before that, and once it is approved the removal only goes forward:
  Flux removes what runs, then the namespace goes with its quota and rights, then the files in the fleet. With the last
  environment of a project its groups go too, users made for it are disabled, and its name is never used again.
Data goes with it: keep what you need elsewhere first.

Examples:
  berth decommission payments-dev --dry-run        what would go, and who decides
  berth decommission payments-dev --reason "Moved to billing"
  berth decommission payments-dev --yes            without being asked to type its name`;

interface DecommissionOptions {
  readonly reason?: string;
  readonly onBehalfOf?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export function addDecommissionCommand(program: Command, context: () => CliContext): void {
  program
    .command('decommission')
    .summary('ask that an environment is removed, with its data')
    .description('Ask that an environment is removed, with all that it holds.')
    .argument('<environment>', 'its name, <project>-<stage>')
    .option('--reason <text>', 'why; shown to whoever decides')
    .option('--on-behalf-of <mail>', 'for whom, when you are support')
    .option('--dry-run', 'ask for nothing: show what would go, and who would decide')
    .option('--yes', 'do not ask to type the name')
    .addHelpText('after', HELP)
    .action(async (environment: string, options: DecommissionOptions) => {
      if (options.dryRun) process.exitCode = await dryRun(context(), environment, options);
      else await decommission(context(), environment, options);
    });
}

function bodyOf(environment: string, { reason, onBehalfOf }: DecommissionOptions) {
  return {
    kind: 'decommission',
    environment,
    ...(reason === undefined ? {} : { reason }),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
  };
}

async function decommission(
  { api, print }: CliContext,
  environment: string,
  options: DecommissionOptions,
): Promise<void> {
  if (!options.yes && process.stdin.isTTY) await askForName(environment);
  const started = await api.post<Started>('/api/requests', bodyOf(environment, options));
  print(
    `${started.reference} ${started.already ? 'was asked for before' : 'is on its way'}; nothing goes before it is approved.`,
  );
  print(`Next: berth status ${started.reference} --watch`);
}

/** A name that was typed is meant. @throws CliFailure for any other. */
async function askForName(environment: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const typed = await terminal.question(`This asks that ${environment} is removed with its data. Type its name: `);
    if (typed.trim() === environment) return;
  } finally {
    terminal.close();
  }
  throw new CliFailure(
    EXIT.refused,
    'That is another name; nothing was asked for.',
    `berth decommission ${environment}`,
  );
}

/** Returns the exit code: whether it could be asked for like this. */
async function dryRun({ api, print }: CliContext, environment: string, options: DecommissionOptions): Promise<number> {
  const preview = await api.post<ShownPreview>('/api/previews', bodyOf(environment, options));
  if (preview.loss) print(preview.loss);
  print(describePreview(preview));
  if (preview.problems.length > 0) return EXIT.refused;
  print(`Nothing was asked for.\nNext: berth decommission ${environment}`);
  return EXIT.ok;
}
