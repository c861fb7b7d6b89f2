/** Where states are kept: OpenTofu's own settings for the backend; credentials come by the environment. */
export interface TofuBackend {
  readonly type: 'http' | 'kubernetes' | 'pg' | 's3';
  readonly settings: Readonly<Record<string, string>>;
}

/** `backend.tf.json` for the state of one environment on one cluster, keyed `<cluster>/<environment>`. */
export function backendFile({ type, settings }: TofuBackend, cluster: string, environment: string): string {
  const key = KEY_SETTINGS[type](`${cluster}/${environment}`, settings);
  return `${JSON.stringify({ terraform: { backend: { [type]: { ...settings, ...key } } } }, null, 2)}\n`;
}

type KeySettings = (key: string, settings: TofuBackend['settings']) => Readonly<Record<string, string>>;

/** Each backend has its own name for where one state among many is. */
const KEY_SETTINGS: Readonly<Record<TofuBackend['type'], KeySettings>> = {
  http: (key, { address = '' }) => {
    const own = `${address.replace(/\/$/, '')}/${key}`;
    return { address: own, lock_address: own, unlock_address: own };
  },
  // No name of a cluster or an environment has a dot, so that no two places share a state.
  kubernetes: (key) => ({ secret_suffix: key.replace('/', '.') }),
  pg: (key) => ({ schema_name: key }),
  s3: (key) => ({ key: `${key}.tfstate` }),
};
