import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { ClientError } from '../../clients/client-error.ts';
import type { TofuResult } from '../../clients/tofu.ts';
import { environmentFor, inTofuFolder, type TofuFolder, type TofuWork } from '../../clients/tofu-folder.ts';
import type { Config } from '../../config.ts';
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

/** OpenTofu over the state of one environment on one cluster, as part of an activity. */
export function withTofu<T>(config: TofuConfig, order: TofuOrder, work: (tofu: TofuFolder) => Promise<T>): Promise<T> {
  return inTofuFolder(workOf(config, order), ({ run, write }) =>
    work({ write, run: (args, answers) => step(args[0], () => run(args, answers)) }),
  );
}

async function step(command: string | undefined, run: () => Promise<TofuResult>): Promise<TofuResult> {
  heartbeat(`tofu ${command}`);
  try {
    return await run();
  } catch (error) {
    throw error instanceof ClientError ? failure(error.type, error.message) : error;
  }
}

/** Looking has credentials of its own, which cannot change a cluster. */
function workOf(config: TofuConfig, { place: { cluster, environment }, main, rights }: TofuOrder): TofuWork {
  const { opentofu } = config.infrastructure;
  if (!opentofu) throw lacks(cluster, 'infrastructure.opentofu');
  const name = rights === 'read' ? 'planKubeconfig' : 'kubeconfig';
  const kubeconfig = config.clusters[cluster]?.[name];
  if (!kubeconfig) throw lacks(cluster, `clusters.${cluster}.${name}File`);
  return {
    program: opentofu.program,
    environment: environmentFor(rights, opentofu),
    kubeconfig,
    files: { 'main.tf.json': main, 'backend.tf.json': backendFile(opentofu.backend, cluster, environment) },
    signal: cancellationSignal(),
  };
}

const lacks = (cluster: string, setting: string) =>
  failure('Configuration', `${cluster} asks for the executor opentofu: add \`${setting}\` and restart the worker`);
