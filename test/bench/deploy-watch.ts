import { type KubeConfig, type KubernetesObject, Watch } from '@kubernetes/client-node';

/** Longer than anything that is waited for, also on a busy machine. */
const WITHIN_MS = 600_000;

export interface Watched {
  /** Of the list. */
  readonly path: string;
  readonly name: string;
}

/**
 * Resolves as soon as an object, of which the server tells every change, is as wanted. A watch that the server ends is
 * begun again. @throws Error when it takes more than ten minutes
 */
export async function watchUntil(
  config: KubeConfig,
  watched: Watched,
  isWanted: (object: KubernetesObject) => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + WITHIN_MS;
  while (!(await watchOnce(config, watched, isWanted))) {
    if (Date.now() > deadline) throw new Error(`${watched.name} did not become ready`);
  }
}

/** False when the server ended the watch before the object was as wanted. */
async function watchOnce(
  config: KubeConfig,
  { path, name }: Watched,
  isWanted: (object: KubernetesObject) => Promise<boolean>,
): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const look = (object: KubernetesObject) => isWanted(object).then((found) => found && resolve(true), reject);
  const watching = await new Watch(config).watch(
    path,
    { fieldSelector: `metadata.name=${name}` },
    (_kind, object: KubernetesObject) => void look(object),
    () => resolve(false),
  );
  return promise.finally(() => watching.abort());
}
