/* What somebody reads in Temporal who may read everything there and has no key. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { findTemporal } from '../../scripts/temporal/find.ts';
import { failure } from '../../src/activities/failures.ts';
import { listRequests } from '../../src/api/request-list.ts';
import { readStatus } from '../../src/api/request-reading.ts';
import { clientDataConverter, workerDataConverter } from '../../src/codec/data-converter.ts';
import type { CodecSettings } from '../../src/codec/payload-codec.ts';
import { Secret } from '../../src/config.ts';
import { tryKeys } from '../../src/doctor/codec.ts';
import { mergedSignal, repairUpdate } from '../../src/workflows/messages.ts';
import { startTestApi, TEMPORAL } from '../support/api.ts';
import { goOn, type Played, withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachDecision, say } from '../support/lifecycle-moves.ts';
import { happyActivities, requestInput } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

const WITH_BUNDLING_MS = 180_000;
const key = (id: string, byte: string) => ({ id, key: new Secret(byte.repeat(32)) });
const WORKFLOWS = new URL('../../src/workflows/index.ts', import.meta.url).pathname;
const OLD: CodecSettings = { keys: [key('old', 'a1')] };
const ROTATED: CodecSettings = { keys: [key('old', 'a1'), key('new', 'b2')], current: 'new' };
const NEW_ALONE: CodecSettings = { keys: [key('new', 'b2')] };

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const clientWith = (codec: CodecSettings) =>
  new Client({ connection: env.connection, dataConverter: clientDataConverter(codec) });

/** Everything of an answer of Temporal as one text; bytes, which stand in its JSON as base64, as what they say too. */
const asText = (raw: unknown) =>
  JSON.stringify(raw, (_, value: unknown) =>
    typeof value === 'string' ? `${value} ${Buffer.from(value, 'base64').toString('latin1')}` : value,
  );

/** What Temporal itself has of a request: its history, and what lists and the page of the request show. */
async function keptOf({ handle: { workflowId } }: Played): Promise<string> {
  const handle = env.client.workflow.getHandle(workflowId);
  const namespace = 'default';
  const described = await env.client.workflowService.describeWorkflowExecution({
    namespace,
    execution: { workflowId },
  });
  const query = `WorkflowId="${workflowId}"`;
  const listed = await env.client.workflowService.listWorkflowExecutions({ namespace, query });
  return asText([await handle.fetchHistory(), described, listed]);
}

/** A request that waits for its lead, of a worker that has ended. */
async function beginUnder(codec: CodecSettings): Promise<Played> {
  const begun: Played[] = [];
  await withRequest(env, { codec }, async (request) => {
    begun.push(request);
    await reachDecision(request);
  });
  return begun[0] as Played;
}

/** The `temporal` command, as an operator calls it. */
async function temporal(...args: string[]): Promise<string> {
  const path = process.env.BERTH_TEMPORAL ?? (await findTemporal()).path;
  return (await promisify(execFile)(path, [...args, '--address', env.address])).stdout;
}

/** A worker that fails once, in words that name somebody. */
function failingOnce() {
  let failed = false;
  return async (input: Parameters<ReturnType<typeof happyActivities>['proposeChange']>[0]) => {
    if (failed) return happyActivities([]).proposeChange(input);
    failed = true;
    throw failure('Forbidden', 'Berth may not push for dana@example.test');
  };
}

async function repair({ handle, until }: Played): Promise<void> {
  await until((s) => s.phase === 'needs-person');
  await handle.executeUpdate(repairUpdate, { args: [{ person: 'olga', channel: 'api', repair: 'retry' }] });
  await until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');
}

test(
  'nothing in Temporal tells who asked for what, failures included, and Berth still lists and shows it',
  async () => {
    const activities = { proposeChange: failingOnce() };
    await withRequest(env, { codec: OLD, activities }, async (request) => {
      await confirmAccounts(request);
      await repair(request);
      await say(request, 'reject');
      await request.handle.result();

      const kept = await keptOf(request);
      expect(kept.includes('Encoded failure')).toBe(true);
      // Search attributes are never encrypted; they show as well that this would see what is not.
      expect(kept.includes(JSON.stringify('"payments"').slice(1, -1))).toBe(true);
      expect(
        /.{0,50}(example\.test|Payments API|Replaces the legacy|may not push).{0,50}/.exec(kept)?.[0],
      ).toBeUndefined();
      const client = clientWith(OLD);
      const status = await readStatus(client, request.reference);
      expect(status?.request).toMatchObject({ requester: 'dana@example.test', title: 'Payments API' });
      const { items } = await listRequests(client, {}, { limit: 10, visible: () => true });
      expect(items.map(({ reference }) => reference)).toContain(request.reference);
    });
  },
  WITH_BUNDLING_MS,
);

test(
  'a request that began under one key goes on under the next; without the first it stands still, and says why',
  async () => {
    const begun = await beginUnder(OLD);

    await goOn(env, begun, { codec: ROTATED }, async (request) => {
      await say(request, 'approve');
      await request.until((s) => s.waitingOn?.kind === 'git');
      expect(await tryKeys(env.client, ROTATED)).toMatch(/\bold for \d/);
      await expect(tryKeys(env.client, NEW_ALONE)).rejects.toThrow(
        /the key "old" is not configured, and \d+ workflows cannot go on/,
      );
      await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
      expect(await request.handle.result()).toMatchObject({ phase: 'ready' });
    });

    const history = await env.client.workflow.getHandle(begun.handle.workflowId).fetchHistory();
    expect(asText(history)).toMatch(/"encryption-key-id":"\w+ old"[^]*"encryption-key-id":"\w+ new"/);
    const replay = (dataConverter: DataConverter) =>
      Worker.runReplayHistory({ workflowsPath: WORKFLOWS, dataConverter }, history, begun.handle.workflowId);
    await replay(workerDataConverter(ROTATED));
    // As a client, since a worker would encrypt this failure as well.
    await expect(replay(clientDataConverter(NEW_ALONE))).rejects.toThrow(
      /the key \\?"old\\?", which temporal\.codec\.keys does not have/,
    );
  },
  WITH_BUNDLING_MS,
);

test(
  'by hand in the terminal: what is sent unencrypted counts, and operators see the rest by the codec server',
  async () => {
    const reference = 'BR-7F3K2M9QXA';
    const workflowId = `request:${reference}`;
    const taskQueue = 'by-hand';
    const input = JSON.stringify(requestInput(reference));
    const ofRequest = ['--workflow-id', workflowId];
    const start = ['--type', 'requestLifecycle', '--task-queue', taskQueue, '--input', input];
    await temporal('workflow', 'start', ...ofRequest, ...start);
    const handle = env.client.workflow.getHandle(workflowId);
    const { codec } = TEMPORAL;
    await goOn(env, { handle, reference, taskQueue, calls: [] }, codec ? { codec } : {}, async (request) => {
      await reachDecision(request);
      await temporal(
        'workflow',
        'signal',
        ...ofRequest,
        '--name',
        'reject',
        '--input',
        '{"person":"lee","reason":"no"}',
      );
      expect(await request.handle.result()).toMatchObject({ phase: 'rejected' });
    });

    const api = await startTestApi(env.client);
    const server = serve({ fetch: api.app.fetch, port: 0 });
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/codec`;
    const shown = async (...options: string[]) => temporal('workflow', 'result', ...ofRequest, ...options);
    const as = async (person: string) => [
      '--codec-endpoint',
      endpoint,
      '--codec-auth',
      `Bearer ${await api.issuer.tokenFor(person)}`,
    ];
    try {
      expect(await shown()).not.toContain('Payments API');
      expect(await shown(...(await as('olga')))).toContain('Payments API');
    } finally {
      server.close();
      await api.close();
    }
  },
  WITH_BUNDLING_MS,
);
