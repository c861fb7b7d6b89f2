import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import type { Config } from '../config.ts';

/**
 * Where Temporal is: what the configuration names; without an address, what the `TEMPORAL_*` variables and profile
 * say, which the SDK reads itself.
 */
export function temporalOptions(settings: Config['temporal']): {
  connection: NativeConnectionOptions;
  namespace: string;
} {
  const { address, namespace, profile } = settings;
  if (address !== undefined) return { connection: { address }, namespace };
  const found = loadClientConnectConfig(profile === undefined ? {} : { profile });
  return { connection: found.connectionOptions, namespace: found.namespace ?? namespace };
}

/** A client of that Temporal. The caller closes `client.connection`. */
export async function connectTemporal(settings: Config['temporal']): Promise<Client> {
  const options = temporalOptions(settings);
  const connection = await Connection.connect(options.connection);
  return new Client({ connection, namespace: options.namespace });
}
