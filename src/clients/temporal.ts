import { Client, Connection, type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import type { QueryDefinition, SignalDefinition } from '@temporalio/common';
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
export const isRunning = async (client: Client, workflowId: string): Promise<boolean> =>
  (await describeRunning(client, workflowId)) !== undefined;

/** What a running workflow shows under this key, without a worker; undefined when it shows nothing or does not run. */
export async function memoOfRunning<Shown>(
  client: Client,
  workflowId: string,
  key: string,
): Promise<Shown | undefined> {
  const { memo } = (await describeRunning(client, workflowId)) ?? {};
  return memo?.[key] as Shown | undefined;
}

/** Asks a running workflow; undefined when it does not run: one that has ended would still answer for a while. */
export async function queryRunning<Answer>(
  client: Client,
  workflowId: string,
  query: QueryDefinition<Answer>,
): Promise<Answer | undefined> {
  if (!(await isRunning(client, workflowId))) return undefined;
  return unlessGone(() => client.workflow.getHandle(workflowId).query(query));
}

/** Signals a running workflow; false when it has ended or never was, and needs no word. */
export async function signalRunning<Args extends unknown[]>(
  client: Client,
  workflowId: string,
  signal: SignalDefinition<Args>,
  ...args: Args
): Promise<boolean> {
  const sent = await unlessGone(async () => {
    await client.workflow.getHandle(workflowId).signal(signal, ...args);
    return true;
  });
  return sent ?? false;
}

/** Undefined for a workflow that has ended, and for one that never was. */
export async function describeRunning(
  client: Client,
  workflowId: string,
): Promise<WorkflowExecutionDescription | undefined> {
  const description = await unlessGone(() => client.workflow.getHandle(workflowId).describe());
  return description?.status.name === 'RUNNING' ? description : undefined;
}

/** What a call of a workflow answers; undefined when that has ended or never was. */
export async function unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
