import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { ClientError } from '../../clients/client-error.ts';
import { runTofu, type TofuResult } from '../../clients/tofu.ts';
import { type Config, type Secret, searchPath } from '../../config.ts';
import type { WallsOrder } from '../../infrastructure/order.ts';
import { backendFile } from '../../infrastructure/tofu-backend.ts';
import { failure } from '../failures.ts';

export interface TofuConfig {
  readonly infrastructure: Config['infrastructure'];
  readonly clusters: Config['clusters'];
}

/** A state, what is to be done to it, and by which rights: to look at it, or to change it. */
export interface TofuOrder {
  readonly place: Pick<WallsOrder['placement'], 'cluster' | 'environment'>;
  /** The whole `main.tf.json`. */
  readonly main: string;
  readonly rights: 'read' | 'write';
}

/** OpenTofu in the folder of one call. */
export interface TofuFolder {
  run(args: readonly string[], answers?: readonly number[]): Promise<TofuResult>;
  write(name: string, text: string): void;
}

/** A folder of this call alone, which holds credentials while it lasts; other workers are kept off by the state's lock. */
export async function inTofuFolder<T>(
  config: TofuConfig,
  { place, main, rights }: TofuOrder,
  work: (tofu: TofuFolder) => Promise<T>,
): Promise<T> {
  const { program, backend, environment, kubeconfig } = requireSettings(config, place.cluster, rights);
  const folder = mkdtempSync(join(tmpdir(), `berth-tofu-${place.cluster}-`));
  try {
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 });
    write('main.tf.json', main);
    write('backend.tf.json', backendFile(backend, place.cluster, place.environment));
    write('kubeconfig', kubeconfig.reveal());
    const given = linesOf(environment);
    const env = { ...processEnvironment(join(folder, 'kubeconfig'), folder), ...given };
    const hidden = Object.values(given);
    const run = (args: readonly string[], answers?: readonly number[]) =>
      step({ program, args, folder, env, signal: cancellationSignal(), hidden }, answers);
    return await work({ run, write });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function step(call: Parameters<typeof runTofu>[0], answers?: readonly number[]): Promise<TofuResult> {
  heartbeat(`tofu ${call.args[0]}`);
  try {
    return await runTofu(call, answers);
  } catch (error) {
    throw error instanceof ClientError ? failure(error.type, error.message) : error;
  }
}

interface Settings {
  readonly program: string;
  readonly backend: NonNullable<Config['infrastructure']['opentofu']>['backend'];
  readonly environment: Secret;
  readonly kubeconfig: Secret;
}

/** Looking has credentials of its own, which cannot change a cluster. */
function requireSettings(config: TofuConfig, cluster: string, rights: TofuOrder['rights']): Settings {
  const { opentofu } = config.infrastructure;
  if (!opentofu) throw lacks(cluster, 'infrastructure.opentofu');
  const { program, backend } = opentofu;
  const name = rights === 'read' ? 'planKubeconfig' : 'kubeconfig';
  const kubeconfig = config.clusters[cluster]?.[name];
  if (!kubeconfig) throw lacks(cluster, `clusters.${cluster}.${name}File`);
  const environment = (rights === 'read' && opentofu.planEnvironment) || opentofu.environment;
  return { program, backend, environment, kubeconfig };
}

const lacks = (cluster: string, setting: string) =>
  failure('Configuration', `${cluster} asks for the executor opentofu: add \`${setting}\` and restart the worker`);

/** Providers and backends take their credentials from here only, so that no committed file ever needs any. */
function linesOf(environment: Secret): Record<string, string> {
  const lines = environment.reveal().split('\n');
  const given = lines.filter((line) => line.includes('=') && !line.startsWith('#'));
  return Object.fromEntries(given.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function processEnvironment(kubeconfig: string, folder: string): Record<string, string> {
  const paths = { KUBECONFIG: kubeconfig, KUBE_CONFIG: kubeconfig, KUBE_CONFIG_PATH: kubeconfig };
  return { PATH: searchPath(), HOME: folder, TF_IN_AUTOMATION: '1', ...paths };
}
