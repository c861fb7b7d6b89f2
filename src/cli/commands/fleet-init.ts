import { parse } from 'yaml';
import { CLUSTER, SLUG } from '../../domain/naming.ts';
import { describeFinding } from '../../fleet/finding.ts';
import { carryOut, readFolder } from '../../fleet/folder.ts';
import { type InitPlan, planInit } from '../../fleet/init.ts';
import { type ClusterSeed, DEFAULT_CLUSTERS } from '../../fleet/templates.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { readConfig } from '../read-config.ts';
import { protect } from './fleet-protect.ts';

interface InitOptions {
  readonly cluster?: readonly string[];
  readonly config?: string;
  readonly organisation: string;
  readonly owner: string;
  readonly dryRun?: boolean;
  readonly protect?: boolean;
}

export async function init({ print }: Pick<CliContext, 'print'>, folder: string, options: InitOptions): Promise<void> {
  const { organisation, owner, dryRun, protect: isProtecting, config } = options;
  if (isProtecting && config === undefined) {
    throw new CliFailure(
      EXIT.usage,
      '--protect needs --config: it names repository and App.',
      'berth fleet init --help',
    );
  }
  const planned = planInit(readFolder(folder), {
    organisation: slug(organisation),
    owner,
    clusters: clustersOf(options),
  });
  if (!dryRun) carryOut(folder, planned);
  for (const line of describe(planned, dryRun === true)) print(line);
  if (isProtecting && config !== undefined) await protect(print, config, dryRun === true);
  else print(`Next, protect main and the ledger on GitHub: berth fleet init ${folder} --protect --config berth.yaml`);
}

function describe({ steps, left }: InitPlan, dryRun: boolean): string[] {
  const all = (action: string) => steps.filter((step) => step.action === action);
  const changes = all('add').map(({ path }) => `${dryRun ? 'would add' : 'added'} ${path}`);
  const kept = all('kept').map(({ path }) => `kept ${path}, which is not as Berth would write it`);
  const same = all('same').length;
  const lines = [...changes, ...kept, ...(same > 0 ? [`${same} files were there already`] : [])];
  return left.length === 0
    ? lines
    : [...lines, 'Left for you:', ...left.map((finding) => `  ${describeFinding(finding)}`)];
}

function clustersOf({ cluster, config }: InitOptions): ClusterSeed[] {
  const known = config === undefined ? [] : clustersOfConfig(config);
  const names = cluster ?? (config === undefined ? DEFAULT_CLUSTERS : known.map(({ name }) => name));
  const wrong = names.find((name) => !CLUSTER.test(name));
  if (wrong !== undefined) {
    throw new CliFailure(
      EXIT.usage,
      `"${wrong}" is no name of a cluster: it is cluster-<region>-<dev|test|staging|prod>.`,
    );
  }
  return names.map((name) => known.find((found) => found.name === name) ?? { name });
}

function clustersOfConfig(file: string): ClusterSeed[] {
  return Object.entries(readConfig(file).clusters).map(([name, { kubeconfig }]) => {
    const api = serverOf(kubeconfig.reveal());
    return { name, ...(api === undefined ? {} : { api }) };
  });
}

interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?: readonly { readonly name: string; readonly context: { readonly cluster: string } }[];
  readonly clusters?: readonly { readonly name: string; readonly cluster: { readonly server: string } }[];
}

function serverOf(kubeconfig: string): string | undefined {
  const { 'current-context': current, contexts = [], clusters = [] } = (parse(kubeconfig) ?? {}) as Kubeconfig;
  const context = contexts.find(({ name }) => name === current)?.context;
  return clusters.find(({ name }) => name === context?.cluster)?.cluster.server;
}

function slug(name: string): string {
  if (SLUG.test(name)) return name;
  throw new CliFailure(
    EXIT.usage,
    `"${name}" is no name of an organisation: use 3 to 30 small letters, digits and dashes.`,
  );
}
