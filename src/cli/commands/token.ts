import type { Command } from 'commander';
import type { ServiceToken } from '../../auth/service-tokens.ts';
import { readableTime } from '../../domain/readable-time.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { jsonLines } from '../table.ts';

interface CreateOptions {
  readonly project?: readonly string[];
  readonly readAll?: boolean;
  readonly days: string;
}

/** `berth token`: by which programs act. */
export function addTokenCommand(program: Command, context: () => CliContext): void {
  const token = program
    .command('token')
    .summary('operators: tokens by which programs act for projects')
    .description('A program sees the requests of its projects and asks in them, for a person whom it names.')
    .addHelpText('after', EXAMPLES);
  token
    .command('list', { isDefault: true })
    .summary('those that are good, the first to end first')
    .option('--json', 'a token a line, as JSON')
    .action(({ json }: { json?: boolean }) => list(context(), json));
  token
    .command('create')
    .summary('make one; it is printed once')
    .argument('<name>', 'what it is for: small letters, digits, dashes')
    .option('--project <project...>', 'for which projects')
    .option('--read-all', 'in their place: it reads everything and changes nothing, as a catalogue does')
    .requiredOption('--days <days>', 'for how long, 366 at most')
    .action((name: string, options: CreateOptions) => create(context(), name, options));
  token
    .command('revoke')
    .summary('end one at once')
    .argument('<id>', 'as "list" names it')
    .action((id: string) => revoke(context(), id));
}

const EXAMPLES = `
Examples:
  berth token create deploy-bot --project payments harbour --days 90
  berth token create backstage --read-all --days 366
  berth token list
  berth token revoke 0a1b2c3d4e5f`;

async function list({ api, print }: CliContext, json = false): Promise<void> {
  const { items } = await api.get<{ items: readonly ServiceToken[] }>('/api/service-tokens');
  if (json) return print(jsonLines(items));
  for (const { id, name, until, by, ...scope } of items)
    print(`${id}  ${name}  ${scopeOf(scope)}  until ${readableTime(until)}, made by ${by}`);
  if (items.length === 0) print('No service token is good.');
}

async function create(
  { api, print }: CliContext,
  name: string,
  { project, readAll, days }: CreateOptions,
): Promise<void> {
  const scope = { ...(project ? { projects: project } : {}), ...(readAll ? { readsAll: true } : {}) };
  const body = { name, ...scope, days: Number(days) };
  const made = await api.post<ServiceToken & { token: string }>('/api/service-tokens', body);
  print(`${made.token}\nGood until ${readableTime(made.until)}, for ${scopeOf(made)}; it is not shown again.`);
  print(`Next: BERTH_TOKEN=<it> berth status <reference>; berth token revoke ${made.id} ends it`);
}

const scopeOf = ({ projects, readsAll }: Pick<ServiceToken, 'projects' | 'readsAll'>): string =>
  readsAll ? 'all projects, to read' : projects.join(', ');

async function revoke({ api, print }: CliContext, id: string): Promise<void> {
  if (!/^[0-9a-f]{12}$/.test(id))
    throw new CliFailure(EXIT.usage, `"${id}" is no token: one looks like 0a1b2c3d4e5f.`, 'berth token list');
  const { name } = await api.post<ServiceToken>(`/api/service-tokens/${id}/revoke`, {});
  print(`${name} lets nobody in any more.`);
}
