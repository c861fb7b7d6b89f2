import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { Config } from '../config.ts';

/**
 * A client of the Temporal that the configuration names; without an address, of the `TEMPORAL_*` variables and profile,
 * which the SDK reads itself. The caller closes `client.connection`.
 */
export async function connectTemporal(settings: Config['temporal']): Promise<Client> {
  const { connectionOptions, namespace } = connectOptions(settings);
  const connection = await Connection.connect(connectionOptions);
  return new Client({ connection, namespace });
}

function connectOptions(settings: Config['temporal']): { connectionOptions: ConnectionOptions; namespace: string } {
  const { address, namespace, profile } = settings;
  if (address !== undefined) return { connectionOptions: { address }, namespace };
  const found = loadClientConnectConfig(profile === undefined ? {} : { profile });
  return { connectionOptions: found.connectionOptions, namespace: found.namespace ?? namespace };
}
