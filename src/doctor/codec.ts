/** Whether the payload codec works here, and has every key that what Temporal keeps was encrypted with. */
import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { type CodecSettings, createPayloadCodec, currentKey, keyOf } from '../codec/payload-codec.ts';
import { Missing } from './finding.ts';

/** A whole status stands in each memo, and an answer of Temporal holds at most 4 MiB. */
const PAGE = 200;
const OPEN = 'WorkflowType IN ("requestLifecycle", "environment") AND ExecutionStatus="Running"';

/** What is encrypted here. Without a codec that is no failure, but operators should know it. @throws Missing */
export async function tryCodec(codec: CodecSettings | undefined): Promise<string> {
  const current = currentKey(codec);
  if (!codec || current === undefined) {
    return 'off: whoever may read this namespace reads names, mail addresses and reasons; temporal.codec encrypts them';
  }
  for (const { id } of codec.keys) await roundTrip({ ...codec, current: id }, id);
  return `on, encrypts with the key ${current}, ${codec.keys.length} in all`;
}

async function roundTrip(codec: CodecSettings, id: string): Promise<void> {
  const { encode, decode } = createPayloadCodec(codec);
  const [back] = await decode(await encode([{ data: Buffer.from(id) }]));
  if (Buffer.from(back?.data ?? []).toString() !== id)
    throw new Missing(`what the key ${id} encrypts does not come back`);
}

/**
 * Which keys are needed in Temporal, as the memos of requests, open and closed, and the inputs of what is open show.
 * @throws Missing that names the keys that are not configured, and a workflow that needs each.
 */
export async function tryKeys(client: Client, codec: CodecSettings | undefined): Promise<string> {
  const users = new Map<string, Set<string>>();
  for await (const { workflowId, payloads } of encrypted(client)) {
    for (const id of new Set(payloads.flatMap((payload) => keyOf(payload) ?? []))) {
      users.set(id, (users.get(id) ?? new Set()).add(workflowId));
    }
  }
  const missing = [...users].filter(([id]) => !codec?.keys.some((key) => key.id === id));
  if (missing.length > 0) throw new Missing(missing.map(([id, ids]) => explain(id, [...ids])).join(' '));
  if (users.size === 0) return 'nothing is encrypted yet';
  return [...users].map(([id, { size }]) => `${id} for ${size} workflows`).join(', ');
}

const explain = (id: string, [first, ...others]: readonly string[]) =>
  `the key "${id}" is not configured, and ${others.length + 1} workflows cannot go on or be read without it, ` +
  `such as ${first}: add it to temporal.codec.keys.`;

interface Encrypted {
  readonly workflowId: string;
  readonly payloads: readonly Payload[];
}

async function* encrypted(client: Client): AsyncGenerator<Encrypted> {
  for await (const { workflowId, memo } of executions(client, 'BerthPhase IS NOT NULL')) {
    yield { workflowId, payloads: Object.values(memo) };
  }
  for await (const { workflowId } of executions(client, OPEN)) {
    yield { workflowId, payloads: await inputOf(client, workflowId) };
  }
}

/** Raw ones: the client's own list decodes the memos, and would fail at the first one whose key is missing. */
async function* executions(client: Client, query: string) {
  const { namespace } = client.options;
  let nextPageToken = new Uint8Array();
  do {
    const page = await client.workflowService.listWorkflowExecutions({
      namespace,
      query,
      pageSize: PAGE,
      nextPageToken,
    });
    for (const { execution, memo } of page.executions) {
      yield { workflowId: execution?.workflowId ?? '', memo: memo?.fields ?? {} };
    }
    nextPageToken = new Uint8Array(page.nextPageToken);
  } while (nextPageToken.length > 0);
}

/** A memo has the latest key, the input the first; an environment has no memo, and lives longest. */
async function inputOf(client: Client, workflowId: string): Promise<readonly Payload[]> {
  const { namespace } = client.options;
  const execution = { workflowId };
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace,
    execution,
    maximumPageSize: 1,
  });
  return history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
}
