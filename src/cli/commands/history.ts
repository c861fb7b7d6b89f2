import type { Command } from 'commander';
import type { LedgerEntry } from '../../domain/ledger.ts';
import { describeEntry, headline } from '../../domain/ledger-text.ts';
import { type CliContext, historyPath, type Remembered } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { jsonLines } from '../table.ts';

interface HistoryOptions {
  readonly project?: string;
  readonly limit: string;
  readonly json?: boolean;
}

export function addHistoryCommand(program: Command, context: () => CliContext): void {
  program
    .command('history')
    .summary('what became of requests that have ended')
    .description('Reads the ledger, which keeps requests that have ended for good.')
    .argument('[reference]', 'such as BR-7F3K2M9QXA')
    .option('--project <slug>', 'requests of a project, the last one that ended first')
    .option('--limit <number>', 'at most so many of a project', '20')
    .option('--json', 'an entry a line, as JSON')
    .addHelpText('after', '\nExamples:\n  berth history BR-7F3K2M9QXA\n  berth history --project payments')
    .action((reference: string | undefined, options: HistoryOptions) => history(context(), reference, options));
}

async function history(context: CliContext, reference: string | undefined, options: HistoryOptions): Promise<void> {
  const { project, json } = options;
  if ((reference === undefined) === (project === undefined))
    throw new CliFailure(EXIT.usage, 'Name a reference or a project.', 'berth history --project payments');
  const entries = reference === undefined ? await ofProject(context, options) : await ofRequest(context, reference);
  if (json) context.print(jsonLines(entries));
  else if (reference !== undefined) context.print(entries.map(describeEntry).join('\n\n'));
  else context.print(entries.map(headline).join('\n') || `The ledger has no request of ${project} that you may see.`);
}

const ofRequest = async ({ api }: CliContext, reference: string): Promise<readonly LedgerEntry[]> =>
  (await api.get<Remembered>(historyPath(reference))).ledger;

async function ofProject({ api }: CliContext, { project, limit }: HistoryOptions): Promise<readonly LedgerEntry[]> {
  const query = new URLSearchParams({ project: project ?? '', limit });
  return (await api.get<{ items: LedgerEntry[] }>(`/api/history?${query.toString()}`)).items;
}
