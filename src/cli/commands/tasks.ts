import type { Command } from 'commander';
import type { Task, WaitingOn } from '../../domain/status.ts';
import { parseForm } from '../../intake/parse-form.ts';
import { type CliContext, readStatus, requestPath } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { readText, readYaml } from '../files.ts';
import { jsonLines } from '../table.ts';

interface TaskLine {
  readonly reference: string;
  readonly project: string | null;
  readonly task: Task | null;
  readonly waitingOn: WaitingOn | null;
}

const HELP = `
Examples:
  berth tasks                                   what waits for you or for your queues
  berth tasks claim BR-7F3K2M9QXA
  berth tasks release BR-7F3K2M9QXA             give it back
  berth tasks complete BR-7F3K2M9QXA            as proposed
  berth tasks complete BR-7F3K2M9QXA -f plan.yaml`;

export function addTaskCommands(program: Command, context: () => CliContext): void {
  const tasks = program.command('tasks').summary('see, claim and complete tasks').addHelpText('after', HELP);
  tasks
    .command('list', { isDefault: true })
    .summary('what waits for you')
    .option('--json', 'a request a line, as JSON')
    .action(({ json }: { json?: boolean }) => list(context(), json));
  tasks
    .command('claim')
    .summary('say that you do it')
    .argument('<reference>')
    .action((reference: string) => claim(context(), reference));
  tasks
    .command('release')
    .summary('say that you do it no more; operators also for others')
    .argument('<reference>')
    .action((reference: string) => release(context(), reference));
  tasks
    .command('complete')
    .summary('say that it is done')
    .argument('<reference>')
    .option('-f, --file <file>', 'the edited account plan, or the completed request of a triage task')
    .action((reference: string, { file }: { file?: string }) => complete(context(), reference, file));
}

async function list({ api, print }: CliContext, json = false): Promise<void> {
  const pages = await Promise.all(
    ['mine', 'queue'].map((scope) => api.get<{ items: TaskLine[] }>(`/api/tasks?scope=${scope}`)),
  );
  const items = [...new Map(pages.flatMap((page) => page.items).map((item) => [item.reference, item])).values()];
  if (json) return print(jsonLines(items));
  print(items.length > 0 ? items.map(describe).join('\n') : 'Nothing waits for you.');
}

function describe({ reference, project, task, waitingOn }: TaskLine): string {
  const claimed = task?.claimedBy ? `, claimed by ${task.claimedBy}` : '';
  return `${reference}  ${project ?? '-'}  ${waitingOn?.text ?? task?.title ?? ''} (due ${waitingOn?.deadline ?? ''}${claimed})`;
}

async function claim(context: CliContext, reference: string): Promise<void> {
  const { id } = await openTask(context, reference);
  await context.api.post(requestPath(reference, 'claim'), { task: id });
  context.print(`The task is yours.\nNext: berth tasks complete ${reference}`);
}

async function release(context: CliContext, reference: string): Promise<void> {
  const { id } = await openTask(context, reference);
  await context.api.post(requestPath(reference, 'release'), { task: id });
  context.print(`The task is free again.\nNext: berth status ${reference}`);
}

async function complete(context: CliContext, reference: string, file: string | undefined): Promise<void> {
  const task = await openTask(context, reference);
  await context.api.post(requestPath(reference, 'complete'), { task: task.id, ...(file ? resultOf(task, file) : {}) });
  context.print(`The task is done.\nNext: berth status ${reference}`);
}

async function openTask(context: CliContext, reference: string): Promise<Task> {
  const { task } = await readStatus(context, reference);
  if (task) return task;
  throw new CliFailure(EXIT.refused, `${reference} has no open task.`, `berth status ${reference}`);
}

/** A triage task is completed by a request as in a mail, any other by an account plan. */
function resultOf(task: Task, file: string): Record<string, unknown> {
  if (task.id !== 'triage') return { plan: readYaml(file) };
  const { problems: _, ...fields } = parseForm(readText(file)).draft;
  return { draft: { ...fields, requester: task.draft?.requester, kind: task.draft?.kind ?? fields.kind } };
}
