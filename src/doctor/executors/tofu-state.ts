/* OpenTofu as the doctor runs it: over a state that it only looks at, in a folder of one call. */
import { environmentFor, inTofuFolder, type TofuFolder } from '../../clients/tofu-folder.ts';
import { type Config, Secret } from '../../config.ts';
import { backendFile } from '../../infrastructure/tofu-backend.ts';

export type OpenTofu = NonNullable<Config['infrastructure']['opentofu']>;

/** A cluster whose walls OpenTofu makes, and by which accounts. */
export interface StateCluster {
  readonly name: string;
  readonly opentofu: OpenTofu;
  readonly kubeconfig: Secret;
  readonly planKubeconfig: Secret | undefined;
}

export const QUIET = ['-input=false', '-no-color'] as const;
const PATIENCE_MS = 60_000;

/** What the backend keeps of one environment; empty when it keeps nothing. By rights that only read. @throws ClientError */
export function pullState(cluster: StateCluster, environment: string): Promise<string> {
  const { name, opentofu, kubeconfig, planKubeconfig } = cluster;
  const files = filesOfState(opentofu, name, environment);
  const order = { files, rights: 'read', kubeconfig: planKubeconfig ?? kubeconfig } as const;
  return inFolder(opentofu, order, async ({ run }) => {
    await run(['init', ...QUIET]);
    return (await run(['state', 'pull'])).out;
  });
}

export const filesOfState = (opentofu: OpenTofu, cluster: string, environment: string) => ({
  'main.tf.json': '{}',
  'backend.tf.json': backendFile(opentofu.backend, cluster, environment),
});

interface Order {
  readonly files?: Readonly<Record<string, string>>;
  readonly rights?: 'read' | 'write';
  readonly kubeconfig?: Secret;
}

export function inFolder<T>(opentofu: OpenTofu, order: Order, work: (tofu: TofuFolder) => Promise<T>): Promise<T> {
  const { files = {}, rights = 'write', kubeconfig = new Secret('') } = order;
  const environment = environmentFor(rights, opentofu);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return inTofuFolder({ program: opentofu.program, environment, kubeconfig, files, signal }, work);
}
