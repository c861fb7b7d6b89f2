import type { Command } from 'commander';
import type { RequestSummary } from '../../api/request-list.ts';
import type { ApiClient } from '../api-client.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { jsonLines, table } from '../table.ts';

interface ListOptions {
  readonly mine?: boolean;
  readonly open?: boolean;
  readonly project?: string;
  readonly phase?: string;
  readonly step?: string;
  readonly waiting?: string;
  readonly limit: string;
  readonly json?: boolean;
}

interface Page {
  readonly items: readonly RequestSummary[];
  readonly cursor?: string;
}

/** As many as one answer of the API holds. */
const PAGE = 100;

const HELP = `
Examples:
  berth list --mine                             what you have asked for
  berth list --open --waiting queue:support     what waits for support
  berth list --project payments --json          one request a line`;

/** `berth list`: the requests that somebody may see. */
export function addListCommand(program: Command, context: () => CliContext): void {
  program
    .command('list')
    .summary('requests that you may see, newest first')
    .option('--mine', 'only what you have asked for, or somebody for you')
    .option('--open', 'only what has not ended')
    .option('--project <slug>', 'of one project')
    .option('--phase <phase>', 'such as waiting, needs-person, ready')
    .option('--step <step>', 'such as APPROVAL_WORKFLOW')
    .option('--waiting <who>', 'waiting for a directory id, queue:support or queue:operators')
    .option('--limit <number>', 'at most so many', '50')
    .option('--json', 'a request a line, as JSON')
    .addHelpText('after', HELP)
    .action((options: ListOptions) => list(context(), options));
}

async function list({ api, print }: CliContext, { json, limit, ...filter }: ListOptions): Promise<void> {
  const wanted = Number(limit);
  if (!Number.isInteger(wanted) || wanted < 1) {
    throw new CliFailure(EXIT.usage, `"${limit}" is no number of requests.`, 'berth list --limit 50');
  }
  const { items, more } = await read(api, filter, wanted);
  if (json) return print(jsonLines(items));
  print(items.length > 0 ? table(HEAD, items.map(row)) : 'There is no such request that you may see.');
  if (more) print(`There are more.\nNext: berth list --limit ${wanted * 2}`);
}

/** Page by page; one may hold fewer than were asked for, although there is a next one. */
async function read(
  api: ApiClient,
  filter: Readonly<Record<string, string | boolean | undefined>>,
  wanted: number,
): Promise<{ items: readonly RequestSummary[]; more: boolean }> {
  const asked = Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]);
  const items: RequestSummary[] = [];
  let cursor: string | undefined;
  do {
    const limit = String(Math.min(PAGE, wanted - items.length));
    const query = new URLSearchParams({ ...Object.fromEntries(asked), limit, ...(cursor ? { cursor } : {}) });
    const page = await api.get<Page>(`/api/requests?${query.toString()}`);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor && items.length < wanted);
  return { items, more: cursor !== undefined };
}

const HEAD = ['REFERENCE', 'PROJECT', 'PHASE', 'STEP', 'WAITING FOR', 'UPDATED'];

const row = ({ reference, project, phase, step, waitingOn, updatedAt }: RequestSummary): string[] => [
  reference,
  project ?? '-',
  phase,
  step,
  waitingOn?.who.join(', ') ?? '-',
  updatedAt,
];
