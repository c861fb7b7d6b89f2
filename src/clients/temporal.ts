import { createHash } from 'node:crypto';
import {
  Client,
  Connection,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
  type WorkflowStartOptions,
} from '@temporalio/client';
import type { QueryDefinition, SignalDefinition } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { temporal } from '@temporalio/proto';
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

/** Starts a workflow whose id is used once for ever. @returns false when there is or was one. */
export async function startOnce(client: Client, type: string, options: WorkflowStartOptions): Promise<boolean> {
  try {
    await client.workflow.start(type, { ...options, workflowIdReusePolicy: 'REJECT_DUPLICATE' });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
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

/** Has calls of the client end after so many milliseconds, or when `signal` fires. */
export async function askWithin<T>(
  { connection }: Client,
  signal: AbortSignal,
  ms: number,
  call: () => Promise<T>,
): Promise<T> {
  // The client waits for a signal that is still to come.
  signal.throwIfAborted();
  return connection.withAbortSignal(signal, () => connection.withDeadline(Date.now() + ms, call));
}

/** A text as the language of lists has it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A workflow as a list has it, nothing decoded. */
export type ListedExecution = temporal.api.workflow.v1.IWorkflowExecutionInfo;

const LIST_PAGE = 1_000;
const LIST_MS = 10_000;

/** Every workflow of a list, as it comes over the wire: for those who look at many and need little of each. */
export async function* listExecutions(
  client: Client,
  query: string,
  signal: AbortSignal,
): AsyncGenerator<ListedExecution> {
  const { workflowService, options } = client;
  let token: Uint8Array | undefined;
  do {
    const page = {
      namespace: options.namespace,
      query,
      pageSize: LIST_PAGE,
      ...(token ? { nextPageToken: token } : {}),
    };
    const answer = await askWithin(client, signal, LIST_MS, () => workflowService.listWorkflowExecutions(page));
    yield* answer.executions;
    token = answer.nextPageToken.length > 0 ? answer.nextPageToken : undefined;
  } while (token);
}

/** What a listed workflow shows under this key, in short and undecoded: what was shown again differs in its bytes. */
export function memoStamp({ memo }: ListedExecution, key: string): string {
  return createHash('sha256')
    .update(memo?.fields?.[key]?.data ?? new Uint8Array())
    .digest('base64url');
}
