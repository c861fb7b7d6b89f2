import { join } from 'node:path';
import { type Config, type Secret, searchPath } from '../config.ts';
import { runTofu, type TofuResult } from './tofu.ts';
import { inWorkFolder } from './work-folder.ts';

type OpenTofu = NonNullable<Config['infrastructure']['opentofu']>;

/** What OpenTofu is given: its program, credentials, and files such as `main.tf.json`. */
export interface TofuWork {
  readonly program: string;
  /** Lines NAME=value. */
  readonly environment: Secret;
  readonly kubeconfig: Secret;
  readonly files: Readonly<Record<string, string>>;
  /** Interrupts it. */
  readonly signal: AbortSignal;
}

/** OpenTofu in the folder of one call. `run` throws as `runTofu`. */
export interface TofuFolder {
  run(args: readonly string[], answers?: readonly number[]): Promise<TofuResult>;
  write(name: string, text: string): void;
}

/** A folder of this call alone; others are kept off by the state's lock. */
export function inTofuFolder<T>(order: TofuWork, work: (tofu: TofuFolder) => Promise<T>): Promise<T> {
  const { program, environment, kubeconfig, files, signal } = order;
  return inWorkFolder(async ({ path, write }) => {
    write('kubeconfig', kubeconfig.reveal());
    for (const [name, text] of Object.entries(files)) write(name, text);
    const given = linesOf(environment);
    const env = { ...processEnvironment(join(path, 'kubeconfig'), path), ...given };
    const hidden = Object.values(given);
    return work({
      write,
      run: (args, answers) => runTofu({ program, args, folder: path, env, signal, hidden }, answers),
    });
  });
}

/** Looking may have credentials of its own, which only read states. */
export const environmentFor = (rights: 'read' | 'write', { environment, planEnvironment }: OpenTofu): Secret =>
  (rights === 'read' && planEnvironment) || environment;

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
