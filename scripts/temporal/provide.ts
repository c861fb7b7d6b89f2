import { join } from 'node:path';
import type { Config } from '../../src/config.ts';
import { cached } from '../kit/cache.ts';
import { startDevServer } from './dev-server.ts';
import { findTemporal } from './find.ts';

/** The Temporal that a run of Berth uses. */
export interface ProvidedTemporal {
  /** Which one and why, for people. */
  readonly how: string;
  /** What the worker and the API are told beside their configuration. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** By any of these, the Temporal SDKs and CLI know which server is meant. */
const SDK_VARIABLES = ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'] as const;

const nothing = async () => {};

/**
 * What the environment names, else what the configuration names, else a dev server of our own, whose data stays in the
 * cache folder from start to start.
 * @throws Error when no server can be had.
 */
export async function provideTemporal(
  { temporal, cacheFolder }: Pick<Config, 'temporal' | 'cacheFolder'>,
  environment: NodeJS.ProcessEnv,
): Promise<ProvidedTemporal> {
  const named = SDK_VARIABLES.find((name) => environment[name]);
  if (named) {
    const how = `the one of ${named} (${environment[named] ?? ''})`;
    return { how, environment: { BERTH_TEMPORAL__ADDRESS: 'null' }, stop: nothing };
  }
  if (temporal.address) return { how: `${temporal.address}, as configured`, environment: {}, stop: nothing };
  if (temporal.profile) return { how: `profile ${temporal.profile}, as configured`, environment: {}, stop: nothing };
  return startOwn(cacheFolder ? join(cacheFolder, 'temporal.db') : cached('temporal', 'temporal.db'));
}

async function startOwn(dbFile: string): Promise<ProvidedTemporal> {
  const { path, how } = await findTemporal();
  const { address, uiUrl = '', stop } = await startDevServer({ path, dbFile, uiPort: 0 });
  return {
    how: `a dev server at ${address} (${how}), UI ${uiUrl}, data in ${dbFile}`,
    environment: { BERTH_TEMPORAL__ADDRESS: address, BERTH_TEMPORAL__UI_URL: uiUrl },
    stop,
  };
}
