import type { Command } from 'commander';
import { type Incident, type IncidentMember, type IncidentSummary, isStuck } from '../../domain/incident.ts';
import { INCIDENT_KEY } from '../../domain/incident-key.ts';
import { describeRetry } from '../../domain/incident-text.ts';
import { readableTime } from '../../domain/readable-time.ts';
import { STEP_TITLES } from '../../domain/steps.ts';
import type { RetryAnswer } from '../../workflows/messages.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { jsonLines } from '../table.ts';

interface JsonOption {
  readonly json?: boolean;
}

/** `berth incident`: what stops many requests at once, seen and mended as one. */
export function addIncidentCommand(program: Command, context: () => CliContext): void {
  const incident = program
    .command('incident')
    .summary('operators: what stops many requests at once')
    .description('Requests that need an operator for the same cause are one incident.')
    .addHelpText('after', EXAMPLES);
  incident
    .command('list', { isDefault: true })
    .summary('those that are open')
    .option('--json', 'an incident a line, as JSON')
    .action(({ json }: JsonOption) => list(context(), json));
  incident
    .command('show')
    .summary('its cause, and the requests that are in it')
    .argument('<key>', 'as "list" and the message in Slack name it')
    .option('--json', 'as JSON')
    .action((key: string, { json }: JsonOption) => show(context(), key, json));
  incident
    .command('retry-all')
    .summary('once the cause is mended: have all its requests tried again, ten at a time')
    .argument('<key>')
    .option('--reason <text>', 'what was mended; stands in the story of each request')
    .action((key: string, { reason }: { reason?: string }) => retryAll(context(), key, reason));
}

const EXAMPLES = `
Examples:
  berth incident list
  berth incident show forbidden-3f2a9c1d04
  berth incident retry-all forbidden-3f2a9c1d04 --reason "The app may push again"`;

async function list({ api, print }: CliContext, json = false): Promise<void> {
  const { items } = await api.get<{ items: readonly IncidentSummary[] }>('/api/incidents');
  if (json) return print(jsonLines(items));
  for (const one of items) print(`${one.key}  ${requests(one.count)}, ${cause(one)}`);
  print(items.length === 0 ? 'No incident is open.' : `Next: berth incident show ${items[0]?.key ?? ''}`);
}

async function show({ api, print }: CliContext, key: string, json = false): Promise<void> {
  const read = await api.get<Incident>(pathOf(key));
  if (json) return print(JSON.stringify(read));
  const { members, retry, ...incident } = read;
  print(`${incident.key}: ${cause(incident)}`);
  print(`Since ${readableTime(incident.since)}; ${requests(members.length)} now, ${incident.total} so far.`);
  if (retry) print(describeRetry(retry));
  for (const member of members) print(describe(member));
  print(`Next: mend the cause, then berth incident retry-all ${key}`);
}

async function retryAll({ api, print }: CliContext, key: string, reason: string | undefined): Promise<void> {
  const body = reason === undefined ? {} : { reason };
  const { asked, underWay } = await api.post<RetryAnswer>(`${pathOf(key)}/retry`, body);
  const already = underWay > 0 ? ` ${requests(underWay)} being tried again already.` : '';
  print(asked > 0 ? `Tried again, ten at a time: ${requests(asked)}.${already}` : `Nothing else is stuck.${already}`);
  print(`Next: berth incident show ${key}`);
}

/** @throws CliFailure for what cannot be a key. */
function pathOf(key: string): string {
  if (INCIDENT_KEY.test(key)) return `/api/incidents/${key}`;
  throw new CliFailure(
    EXIT.usage,
    `"${key}" is no incident: one looks like forbidden-3f2a9c1d04.`,
    'berth incident list',
  );
}

const requests = (count: number): string => (count === 1 ? '1 request' : `${count} requests`);

const cause = ({ type, system, problem }: Pick<Incident, 'type' | 'system' | 'problem'>): string =>
  `${type}, ${system}: ${problem}`;

function describe(member: IncidentMember): string {
  const { reference, project, step, since, due, triedAgain } = member;
  const goesOn = triedAgain
    ? 'is tried again'
    : `is tried again and again, and needs nobody before ${readableTime(due)}`;
  const state = isStuck(member) ? `is undone at ${readableTime(due)}, if nobody acts` : goesOn;
  return `  ${reference}  ${project || '-'}  ${STEP_TITLES[step]}, since ${readableTime(since)}; ${state}`;
}
