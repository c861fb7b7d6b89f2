import { Argument, type Command } from 'commander';
import { type CliContext, requestPath } from '../context.ts';
import { readYaml } from '../files.ts';

interface ReasonOption {
  readonly reason?: string;
}

/** Commands that are one call each. */
export function addActCommands(program: Command, context: () => CliContext): void {
  program
    .command('select')
    .summary('choose the resources of your request')
    .argument('<reference>')
    .requiredOption('-f, --file <file>', 'stage, regions, size and items, as in a request; "-" reads standard input')
    .addHelpText('after', '\nExample:\n  berth select BR-7F3K2M9QXA -f selection.yaml')
    .action((reference: string, { file }: { file: string }) =>
      act(context(), reference, 'select', { selection: readYaml(file) }),
    );
  program
    .command('withdraw')
    .summary('take your request back; what was made is undone')
    .argument('<reference>')
    .option('--reason <text>')
    .addHelpText('after', '\nExample:\n  berth withdraw BR-7F3K2M9QXA --reason "Not needed any more"')
    .action((reference: string, { reason }: ReasonOption) => act(context(), reference, 'withdraw', said(reason)));
  program
    .command('repair')
    .summary('help a request that cannot go on')
    .argument('<reference>')
    .addArgument(
      new Argument('<how>', 'try again, accept another plan, go on without the step, or end and undo').choices([
        'retry',
        'accept',
        'skip',
        'undo',
      ]),
    )
    .option('--reason <text>', 'why; needed for accept, skip and undo')
    .addHelpText(
      'after',
      '\nExamples:\n  berth repair BR-7F3K2M9QXA retry\n  berth repair BR-7F3K2M9QXA skip --reason "Done by hand"',
    )
    .action((reference: string, repair: string, { reason }: ReasonOption) =>
      act(context(), reference, 'repair', { repair, ...said(reason) }),
    );
}

const said = (reason: string | undefined) => (reason === undefined ? {} : { reason });

async function act({ api, print }: CliContext, reference: string, what: string, body: unknown): Promise<void> {
  await api.post(requestPath(reference, what), body);
  print(`${reference} has taken it in.`);
  print(`Next: berth status ${reference}`);
}
