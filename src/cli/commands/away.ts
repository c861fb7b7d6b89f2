import type { Command } from 'commander';
import type { Absence } from '../../domain/absence.ts';
import { readableTime } from '../../domain/readable-time.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { jsonLines } from '../table.ts';
import { timeOf } from '../times.ts';

interface AwayOptions {
  readonly from?: string;
  readonly until?: string;
  readonly delegate?: string;
  readonly reason?: string;
  readonly person?: string;
  readonly json?: boolean;
}

/** `berth away`: when somebody is away, and who stands in for them in approvals. */
export function addAwayCommand(program: Command, context: () => CliContext): void {
  const away = program
    .command('away')
    .summary('say when you are away, and who stands in')
    .description('Says when you are away. Who stands in decides in your place meanwhile, where the policy allows it.')
    .option('--from <time>', 'when it begins; absent: now')
    .option('--until <time>', 'when it ends: 2026-12-07T08:00:00Z, or from now 90m, 4h, 14d')
    .option('--delegate <person>', 'who stands in: directory id or mail address; absent: nobody')
    .option('--reason <text>', 'why; you and the operators read it')
    .option('--person <person>', 'operators: enter it for somebody else')
    .addHelpText('after', EXAMPLES)
    .action((options: AwayOptions) => enter(context(), options));
  away
    .command('list')
    .summary('show when somebody is away')
    .option('--person <person>', 'of whom; absent: you')
    .option('--json', 'an absence a line, as JSON')
    .action((_: unknown, command: Command) => list(context(), command.optsWithGlobals<AwayOptions>()));
  away
    .command('end')
    .summary('end an absence early, or take it back')
    .argument('[id]', 'which; absent: the one there is')
    .option('--person <person>', 'operators: of somebody else')
    .action((id: string | undefined, _: unknown, command: Command) =>
      end(context(), id, command.optsWithGlobals<AwayOptions>()),
    );
}

const EXAMPLES = `
Requests that wait for you ask whoever stands in as well. Nobody stands in for a request that they asked for
themselves, and nobody passes it on. You can always decide yourself. Reminders reach you when you are back.

Examples:
  berth away --until 14d --delegate nia --reason "On holiday"
  berth away --from 2026-12-21T08:00:00Z --until 2027-01-04T08:00:00Z
  berth away list
  berth away end
  berth away --person lee --until 3d --delegate nia      operators: somebody is ill`;

type Entered = Absence & { readonly person: string };

async function enter(context: CliContext, { until, from, ...said }: AwayOptions): Promise<void> {
  if (until === undefined) throw new CliFailure(EXIT.usage, 'Say until when: --until TIME.', 'berth away --help');
  const times = { until: timeOf(until, HELP), ...(from === undefined ? {} : { from: timeOf(from, HELP) }) };
  const entered = await context.api.post<Entered>('/api/absences', { ...said, ...times });
  context.print(describe(entered.person, entered));
  const whose = said.person === undefined ? '' : ` --person ${entered.person}`;
  context.print(`Next: berth away end ${entered.id}${whose}, or wait`);
}

const HELP = 'berth away --help';

async function list(context: CliContext, options: AwayOptions): Promise<void> {
  const { person, items } = await read(context, options);
  if (options.json) return context.print(jsonLines(items));
  for (const absence of items) context.print(`${absence.id}  ${describe(person, absence)}`);
  if (items.length === 0) context.print(`${person} is not away.`);
}

async function end(context: CliContext, named: string | undefined, options: AwayOptions): Promise<void> {
  const id = named ?? (await onlyOne(context, options));
  const { person } = options;
  const ended = await context.api.post<Entered>('/api/absences/end', { id, ...(person ? { person } : {}) });
  context.print(`${ended.person} is no longer away until ${readableTime(ended.until)}.`);
}

async function onlyOne(context: CliContext, options: AwayOptions): Promise<string> {
  const { person, items } = await read(context, options);
  const [only, ...others] = items;
  if (only && others.length === 0) return only.id;
  const what = only ? `${person} has several absences: say which to end.` : `${person} is not away.`;
  throw new CliFailure(only ? EXIT.usage : EXIT.notFound, what, 'berth away list');
}

function read({ api }: CliContext, { person }: AwayOptions) {
  const query = person === undefined ? '' : `?${new URLSearchParams({ person }).toString()}`;
  return api.get<{ readonly person: string; readonly items: readonly Absence[] }>(`/api/absences${query}`);
}

function describe(person: string, { from, until, delegate, reason }: Absence): string {
  const standIn = delegate === null ? 'nobody stands in' : `${delegate} stands in`;
  return `${person} is away from ${readableTime(from)} until ${readableTime(until)}, ${standIn}${reason ? `: ${reason}` : ''}`;
}
