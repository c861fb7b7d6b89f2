import type { Command } from 'commander';
import type { EnvironmentSummary, ProjectPage, ProjectSummary } from '../../domain/projects/project-page.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { jsonLines, table } from '../table.ts';

interface ProjectsOptions {
  readonly json?: boolean;
}

const HELP = `
Examples:
  berth projects                 what you work in, pay for or look after
  berth projects payments        its environments, and where each of its settings comes from`;

/** `berth projects`: what stands, and what it costs. */
export function addProjectsCommand(program: Command, context: () => CliContext): void {
  program
    .command('projects')
    .summary('projects and environments that you may see')
    .argument('[project]', 'one of them, with all that is known of it')
    .option('--json', 'as JSON, a project a line')
    .addHelpText('after', HELP)
    .action((project: string | undefined, options: ProjectsOptions) =>
      project === undefined ? list(context(), options) : show(context(), project, options),
    );
}

async function list({ api, print }: CliContext, { json }: ProjectsOptions): Promise<void> {
  const { items } = await api.get<{ items: ProjectSummary[] }>('/api/projects');
  if (json) return print(jsonLines(items));
  const rows = items.flatMap(({ name, environments }) => environments.map((one) => [name, ...columns(one)]));
  print(rows.length > 0 ? table(['PROJECT', ...HEAD], rows) : 'No project that you may see has an environment.');
}

async function show({ api, print }: CliContext, project: string, { json }: ProjectsOptions): Promise<void> {
  if (!/^[a-z0-9-]+$/.test(project)) throw new CliFailure(EXIT.usage, `"${project}" is no project.`, 'berth projects');
  const page = await api.get<ProjectPage>(`/api/projects/${project}`);
  print(json ? JSON.stringify(page) : describe(page));
}

function describe({ name, title, costCentre, leads, settings, environments }: ProjectPage): string {
  return [
    `${title} (${name}), paid by ${costCentre}, led by ${leads.join(', ') || 'nobody'}`,
    environments.length > 0 ? table(HEAD, environments.map(columns)) : 'It has no environment.',
    'Settings, and where each comes from:',
    ...settings.map(({ line, value, from }) => `  ${line}: ${value} (${from})`),
  ].join('\n');
}

const HEAD = ['ENVIRONMENT', 'SIZE', 'CLUSTERS', 'A MONTH', 'LEASE UNTIL', 'REQUEST'];

const columns = ({ name, size, clusters, cost, leaseEnd, request }: EnvironmentSummary): string[] => [
  name,
  size,
  clusters.join(', '),
  `${cost.monthly.toFixed(2)} ${cost.currency}`,
  leaseEnd ?? 'no end',
  request,
];
