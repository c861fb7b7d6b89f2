/*
 * Berth's worker itself runs OpenTofu over the merged `main.tf.json`: init, plan, show, check, apply of exactly that plan.
 * A stand-in program shows arguments, exit codes, interruption and what is refused; that a real OpenTofu with real
 * providers, backends and locks agrees is still to be shown.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { ClientError } from '../../clients/client-error.ts';
import { MAIN } from '../../clients/github-fleet.ts';
import type { ProgramCall } from '../../clients/program.ts';
import { runTofu, type TofuResult } from '../../clients/tofu.ts';
import { type Config, searchPath } from '../../config.ts';
import { InfrastructureError } from '../../infrastructure/error.ts';
import type { ReadFleetFile, WallsOrder } from '../../infrastructure/order.ts';
import { backendFile } from '../../infrastructure/tofu-backend.ts';
import { checkPlan, declaredAddresses, type PlannedChange, parsePlan } from '../../infrastructure/tofu-plan.ts';
import { beating } from '../beating.ts';
import { failure } from '../failures.ts';
import type { InfrastructureExecutor, MergedRequest, PlacedRequest } from './executor.ts';

type TofuConfig = NonNullable<Config['infrastructure']['opentofu']>;

interface Deps {
  readonly config: { readonly infrastructure: Config['infrastructure']; readonly clusters: Config['clusters'] };
  readonly readFile: ReadFleetFile;
  /** Digest of the plan that was approved; null when none was recorded. */
  readonly approvedPlan: (order: MergedRequest) => Promise<string | null>;
}

type Place = Pick<WallsOrder['placement'], 'cluster' | 'environment'>;
type Act = (args: readonly string[], answers?: readonly number[]) => Promise<TofuResult>;

const mainPath = ({ cluster, environment }: Place) => `infrastructure/${cluster}/${environment}/main.tf.json`;
const PLAN = ['plan', '-input=false', '-no-color', '-detailed-exitcode', '-lock-timeout=60s', '-out=plan'] as const;

/** Needs `infrastructure.opentofu` in the configuration and `tofu` on the worker's PATH. */
export function openTofuExecutor(deps: Deps): InfrastructureExecutor {
  const methods = {
    apply: async (order: MergedRequest) => ({ objects: await applyPlan(deps, order) }),
    findMissing: (order: MergedRequest) => findDrift(deps, order),
    remove: (order: PlacedRequest) => removeUnmerged(deps, order),
  };
  return { ...beating(methods), commands: async (order) => commandsOf(order) };
}

async function applyPlan(deps: Deps, order: MergedRequest): Promise<string[]> {
  const main = await readMain(deps, order, order.mergeSha);
  return inWorkFolder(deps, order.placement, main, async (tofu) => {
    const declared = declaredAddresses(main);
    const changes = await plan(tofu);
    checkPlan(changes, declared, await deps.approvedPlan(order));
    if (changes.length > 0) await tofu(['apply', '-input=false', '-no-color', '-lock-timeout=60s', 'plan']);
    return [...declared];
  });
}

/** What a plan over the merged file would still change. */
async function findDrift(deps: Deps, order: MergedRequest): Promise<string[]> {
  const { cluster } = order.placement;
  const main = await readMain(deps, order, order.mergeSha);
  return inWorkFolder(deps, order.placement, main, async (tofu) =>
    (await plan(tofu)).map(({ address, actions }) => `${address} on ${cluster} (needs ${actions.join(', ')})`),
  );
}

/** Brings the state back to what main holds now, which after the undo in Git is what stood before: often nothing. */
async function removeUnmerged(deps: Deps, { placement, plan: { paths } }: PlacedRequest): Promise<string[]> {
  if (!paths.includes(mainPath(placement))) return [];
  const main = (await deps.readFile(MAIN, mainPath(placement))) ?? EMPTY;
  return inWorkFolder(deps, placement, main, async (tofu) => {
    const changes = await plan(tofu);
    if (changes.length > 0) await tofu(['apply', '-input=false', '-no-color', '-lock-timeout=60s', 'plan']);
    return changes.map(({ address }) => `${address} on ${placement.cluster}`);
  });
}

/** OpenTofu knows from its state which providers it needs to remove what is in there. */
const EMPTY = '{"terraform":{},"resource":{}}\n';

async function plan(tofu: Act): Promise<PlannedChange[]> {
  await tofu(['init', '-input=false', '-no-color']);
  const { code } = await tofu(PLAN, [0, 2]);
  if (code === 0) return [];
  return parsePlan((await tofu(['show', '-json', '-no-color', 'plan'])).out);
}

async function readMain({ readFile }: Deps, { placement }: MergedRequest, sha: string): Promise<string> {
  const main = await readFile(sha, mainPath(placement));
  if (main !== null) return main;
  const what = `At commit ${sha.slice(0, 7)}, ${mainPath(placement)} does not exist`;
  throw new InfrastructureError('ProvisioningFailed', `${what}: the change was rendered for another executor`);
}

/** A folder of this call alone, which holds credentials while it lasts; other workers are kept off by the state's lock. */
async function inWorkFolder<T>(deps: Deps, place: Place, main: string, work: (tofu: Act) => Promise<T>): Promise<T> {
  const { tofu, kubeconfig } = requireConfig(deps, place.cluster);
  const folder = mkdtempSync(join(tmpdir(), `berth-tofu-${place.cluster}-`));
  try {
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 });
    write('main.tf.json', main);
    write('backend.tf.json', backendFile(tofu.backend, place.cluster, place.environment));
    write('kubeconfig', kubeconfig);
    const env = environmentOf(tofu, join(folder, 'kubeconfig'), folder);
    return await work((args, answers) => step({ program: tofu.program, args, folder, env }, answers));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function step(command: Omit<ProgramCall, 'signal'>, answers?: readonly number[]): Promise<TofuResult> {
  heartbeat(`tofu ${command.args[0]}`);
  try {
    return await runTofu({ ...command, signal: cancellationSignal() }, answers);
  } catch (error) {
    throw error instanceof ClientError ? failure(error.type, error.message) : error;
  }
}

function requireConfig({ config }: Deps, cluster: string): { tofu: TofuConfig; kubeconfig: string } {
  const tofu = config.infrastructure.opentofu;
  const kubeconfig = config.clusters[cluster]?.kubeconfig.reveal();
  if (tofu && kubeconfig !== undefined) return { tofu, kubeconfig };
  const lacks = tofu ? `clusters.${cluster}.kubeconfigFile` : 'infrastructure.opentofu';
  throw failure('Configuration', `${cluster} asks for the executor opentofu: add \`${lacks}\` and restart the worker`);
}

/** Providers and backends take their credentials from here only, so that no committed file ever needs any. */
function environmentOf(tofu: TofuConfig, kubeconfig: string, folder: string): Record<string, string> {
  const lines = tofu.environment
    .reveal()
    .split('\n')
    .filter((line) => line.includes('=') && !line.startsWith('#'));
  const given = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  const own = { KUBECONFIG: kubeconfig, KUBE_CONFIG: kubeconfig, KUBE_CONFIG_PATH: kubeconfig, TF_IN_AUTOMATION: '1' };
  return { PATH: searchPath(), HOME: folder, ...(Object.fromEntries(given) as Record<string, string>), ...own };
}

function commandsOf({ mergeSha, placement }: MergedRequest): string[] {
  const { cluster, environment } = placement;
  return [
    `git checkout ${mergeSha} && cd infrastructure/${cluster}/${environment}  # in a clone of the fleet`,
    `tofu init  # with the backend of your platform, state key ${cluster}/${environment}`,
    'tofu plan -out=plan && tofu apply plan',
  ];
}
