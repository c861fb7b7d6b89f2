import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { clientDataConverter } from '../codec/data-converter.ts';
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

/** A client of that Temporal. The caller closes `client.connection`. @throws Error as `reachTemporal`. */
export async function connectTemporal(settings: Config['temporal']): Promise<Client> {
  const { connection: options, namespace } = temporalOptions(settings);
  const connection = await reachTemporal(options, () => Connection.connect(options));
  return new Client({ connection, namespace, dataConverter: clientDataConverter(settings.codec) });
}

/** @throws Error that says which Temporal does not answer and how to mend it. */
export async function reachTemporal<T>({ address }: NativeConnectionOptions, connect: () => Promise<T>): Promise<T> {
  try {
    return await connect();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const mend = 'Start it, or correct temporal.address of the configuration or TEMPORAL_ADDRESS.';
    throw new Error(`Temporal at ${address} does not answer (${why}). ${mend}`, { cause: error });
  }
}

/** Whether a workflow of that id is running: false for one that has ended and for one that never was. */
export async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
