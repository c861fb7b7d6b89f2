import type { Command } from 'commander';
import { readableTime } from '../../domain/readable-time.ts';
import type { Webhook, WebhookDelivery } from '../../domain/webhook/webhook.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { jsonLines } from '../table.ts';

interface JsonOption {
  readonly json?: boolean;
}
interface AddOptions {
  readonly project?: readonly string[];
  readonly all?: boolean;
}
interface ReplayOptions {
  readonly event?: readonly string[];
  readonly since?: string;
}
type WithSecret = Webhook & { readonly secret: string };

/** `berth webhooks`: addresses outside that are told how requests go on. */
export function addWebhooksCommand(program: Command, context: () => CliContext): void {
  const webhooks = program
    .command('webhooks')
    .summary('leads and operators: addresses outside that are told how requests go on')
    .description('Events are signed by Standard Webhooks, tried again for about a day, and kept to be sent again.')
    .addHelpText('after', EXAMPLES);
  addReads(webhooks, context);
  webhooks
    .command('add')
    .summary('have an address told; its secret is printed once')
    .argument('<url>', 'https://…')
    .option('--project <project...>', 'of which projects: those that you lead')
    .option('--all', 'operators: of all')
    .action((url: string, options: AddOptions) => add(context(), url, options));
  webhooks
    .command('remove')
    .summary('nothing is posted there any more')
    .argument('<id>', 'as "list" names it')
    .action((id: string) => remove(context(), id));
  webhooks
    .command('rotate')
    .summary('give it another secret; the one before signs as well for a day')
    .argument('<id>')
    .action((id: string) => rotate(context(), id));
  webhooks
    .command('replay')
    .summary('send events again: all that nobody has taken, or those named')
    .argument('<id>')
    .option('--event <id...>', 'these, as "deliveries" names them')
    .option('--since <time>', 'all since then, such as 2026-11-22T09:00:00Z')
    .action((id: string, options: ReplayOptions) => replay(context(), id, options));
}

function addReads(webhooks: Command, context: () => CliContext): void {
  webhooks
    .command('list', { isDefault: true })
    .summary('those that you may see')
    .option('--json', 'a webhook a line, as JSON')
    .action(({ json }: JsonOption) => list(context(), json));
  webhooks
    .command('deliveries')
    .summary('what was to be sent last, and what came of it')
    .argument('<id>', 'as "list" names it')
    .option('--json', 'a delivery a line, as JSON')
    .action((id: string, { json }: JsonOption) => deliveries(context(), id, json));
}

const EXAMPLES = `
Examples:
  berth webhooks add https://ci.example.test/berth --project payments
  berth webhooks add https://cmdb.example.test/berth --all
  berth webhooks deliveries 0a1b2c3d4e5f
  berth webhooks replay 0a1b2c3d4e5f --since 2026-11-22T09:00:00Z`;

async function list({ api, print }: CliContext, json = false): Promise<void> {
  const { items } = await api.get<{ items: readonly Webhook[] }>('/api/webhooks');
  if (json) return print(jsonLines(items));
  for (const one of items)
    print(`${one.id}  ${one.status}  ${scopeOf(one)}  ${one.url}, added by ${one.by}${woe(one)}`);
  if (items.length === 0) print('No webhook that you may see.');
}

const scopeOf = ({ projects }: Webhook): string => projects?.join(', ') ?? 'all projects';

function woe({ problem, lost }: Webhook): string {
  const dropped = lost > 0 ? `; ${lost} events were dropped` : '';
  return `${problem === null ? '' : `: ${problem}`}${dropped}`;
}

async function add({ api, print }: CliContext, url: string, { project, all = false }: AddOptions): Promise<void> {
  if (all === (project !== undefined))
    throw new CliFailure(EXIT.usage, 'Say of which projects it is, or --all.', `berth webhooks add ${url} --project …`);
  const added = await api.post<WithSecret>('/api/webhooks', { url, ...(project ? { projects: project } : {}) });
  print(`${added.secret}\nVerify what comes by it; it is not shown again. ${added.id} is told of ${scopeOf(added)}.`);
  print(`Next: berth webhooks deliveries ${added.id}`);
}

async function remove({ api, print }: CliContext, id: string): Promise<void> {
  const { url } = await api.post<Webhook>(pathOf(id, 'remove'), {});
  print(`Nothing is posted to ${url} any more.`);
}

async function rotate({ api, print }: CliContext, id: string): Promise<void> {
  const { secret, formerUntil } = await api.post<WithSecret>(pathOf(id, 'rotate'), {});
  print(`${secret}\nIt is not shown again. The one before signs as well until ${readableTime(formerUntil ?? '')}.`);
}

async function deliveries({ api, print }: CliContext, id: string, json = false): Promise<void> {
  const { items } = await api.get<{ items: readonly WebhookDelivery[] }>(pathOf(id, 'deliveries'));
  if (json) return print(jsonLines(items));
  for (const one of items) print(describe(one));
  if (items.length === 0) print('Nothing was to be sent yet.');
}

function describe({ event, state, attempts, at, problem }: WebhookDelivery): string {
  const { id, type, facts } = event;
  const tried = attempts === 1 ? 'tried once' : `tried ${attempts} times`;
  const when = state === 'waiting' ? `${tried}, next at ${readableTime(at)}` : `${tried}, last at ${readableTime(at)}`;
  return `${id}  ${type} ${facts.project ?? '-'}  ${state}: ${when}${problem === null ? '' : ` (${problem})`}`;
}

async function replay({ api, print }: CliContext, id: string, { event, since }: ReplayOptions): Promise<void> {
  const body = { ...(event ? { events: event } : {}), ...(since === undefined ? {} : { since }) };
  const { count } = await api.post<{ count: number }>(pathOf(id, 'replay'), body);
  print(count === 0 ? 'Nothing was kept that could be sent again.' : `Sent again: ${count}.`);
  print(`Next: berth webhooks deliveries ${id}`);
}

/** @throws CliFailure for what cannot be a webhook. */
function pathOf(id: string, act: string): string {
  if (/^[0-9a-f]{12}$/.test(id)) return `/api/webhooks/${id}/${act}`;
  throw new CliFailure(EXIT.usage, `"${id}" is no webhook: one looks like 0a1b2c3d4e5f.`, 'berth webhooks list');
}
