import type { Command } from 'commander';
import type { Systems } from '../../api/systems.ts';
import { findingLine } from '../../doctor/finding.ts';
import type { ClusterNow, Room } from '../../domain/cluster-standing.ts';
import { UNIT_MS } from '../../domain/duration.ts';
import type { Flow, Spread } from '../../domain/flow.ts';
import { readableTime } from '../../domain/readable-time.ts';
import { STEP_TITLES } from '../../domain/steps.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../failures.ts';
import { jsonLines, table } from '../table.ts';

interface JsonOption {
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  berth operations flow --months 12     how requests ended, and which step takes how long
  berth operations clusters             what stands, what is reserved, who waits for room
  berth operations systems              whether every system answers, as the workers and the API see it`;

/** `berth operations`: Berth as a whole, as the portal's page of that name shows it. */
export function addOperationsCommand(program: Command, context: () => CliContext): void {
  const operations = program
    .command('operations')
    .summary('support and operators: how requests flow, what clusters hold, how the systems are')
    .addHelpText('after', EXAMPLES);
  operations
    .command('flow')
    .summary('how many requests were closed and how, and what took how long')
    .option('--months <number>', 'of so many months, this one included', '3')
    .option('--json', 'as JSON')
    .action(async ({ months, json }: JsonOption & { months: string }) => {
      const { api, print } = context();
      const flow = await api.get<Flow>(`/api/operations/flow?${new URLSearchParams({ months }).toString()}`);
      print(json ? JSON.stringify(flow) : describeFlow(flow));
    });
  operations
    .command('clusters')
    .summary('what they may hold, what stands, what is reserved, who waits for room')
    .option('--json', 'a cluster a line, as JSON')
    .action(async ({ json }: JsonOption) => {
      const { api, print } = context();
      const { items } = await api.get<{ items: ClusterNow[] }>('/api/operations/clusters');
      print(json ? jsonLines(items) : table(CLUSTER_HEAD, items.map(clusterRow)));
    });
  operations
    .command('systems')
    .summary('whether every system answers and lets Berth do its work')
    .description('What "berth doctor" finds where the API runs. Exits with 1 when something is missing.')
    .option('--json', 'as JSON')
    .action(async ({ json }: JsonOption) => {
      const { api, print } = context();
      const systems = await api.get<Systems>('/api/operations/systems');
      print(json ? JSON.stringify(systems) : describeSystems(systems));
      process.exitCode = systems.findings.every(({ ok }) => ok) ? EXIT.ok : EXIT.unexpected;
    });
}

function describeFlow({ months, read, of, outcomes, leadTime, steps }: Flow): string {
  if (of === 0) return 'No request was closed in these months.';
  const counts = table(
    ['MONTH', 'CLOSED'],
    months.map(({ month, closed }) => [month, `${closed}`]),
  );
  const sample = read < of ? [`What follows is told of ${read} of the ${of}.`] : [];
  const ended = table(
    ['ENDED', 'REQUESTS'],
    outcomes.map(({ outcome, count }) => [outcome, `${count}`]),
  );
  const times: [string, Spread][] = [
    ...(leadTime ? [['from request to ready', leadTime] as [string, Spread]] : []),
    ...steps.map((step): [string, Spread] => [STEP_TITLES[step.step], step]),
  ];
  const took = table(
    ['TOOK', 'REQUESTS', 'MEDIAN', 'NINE OF TEN'],
    times.map(([what, { count, medianMs, nineTenthsMs }]) => [what, `${count}`, span(medianMs), span(nineTenthsMs)]),
  );
  return [counts, ...sample, ended, took].join('\n\n');
}

const CLUSTER_HEAD = ['CLUSTER', 'SITE', 'ENVIRONMENTS', 'CORES', 'MEMORY GI', 'STORAGE GI', 'IN LINE'];

/** Standing, what is reserved beyond it, and the limit: `4+1 of 32`. */
function clusterRow({ name, site, environments, standing, reserved, limit, waiting }: ClusterNow): string[] {
  const of = (component: keyof Room, unit: number): string => {
    const shown = (amount: number) => `${Math.round((amount / unit) * 10) / 10}`;
    const end = limit[component];
    const more = reserved === null ? '+?' : reserved[component] > 0 ? `+${shown(reserved[component])}` : '';
    return `${shown(standing[component])}${more}${end === undefined ? '' : ` of ${shown(end)}`}`;
  };
  const room = [of('milliCpu', 1000), of('memoryMiB', 1024), of('storageMiB', 1024)];
  return [name, site, `${environments}`, ...room, waiting === null ? '?' : `${waiting}`];
}

const describeSystems = ({ at, findings }: Systems): string =>
  [...findings.map(findingLine), `As of ${readableTime(at)}.`].join('\n');

const UNITS = [
  ['d', UNIT_MS.d],
  ['h', UNIT_MS.h],
  ['min', UNIT_MS.m],
] as const;

/** In the largest unit of which there are two: `26 h`. */
function span(ms: number): string {
  const [unit, size] = UNITS.find(([, size]) => ms >= 2 * size) ?? (['s', UNIT_MS.s] as const);
  return `${Math.round(ms / size)} ${unit}`;
}
