import { randomBytes } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { STEPS } from '../../src/domain/steps.ts';
import { TASK_QUEUES, WORKFLOWS } from '../../src/workflows/messages.ts';
import { stageOf } from './scripted-activities.ts';
import { type Received, receivedQuery } from './stub-workflows.ts';
import { startEnvironment } from './temporal.ts';

export const SPEC = `sha256:${'4be1'.repeat(16)}`;

/** The status of dana's request for payments, led by lee, waiting for a decision. */
export function statusOf(reference: string, change: Partial<RequestStatus> = {}): RequestStatus {
  return {
    reference,
    workflowId: requestWorkflowId(reference),
    phase: 'waiting',
    step: 'APPROVAL_WORKFLOW',
    steps: STEPS.map((name) => ({ name, status: 'pending' })),
    waitingOn: {
      kind: 'person',
      who: ['lee'],
      text: 'Project lead decides',
      since: '2026-11-21T09:00:00.000Z',
      deadline: '2026-12-05T09:00:00.000Z',
      next: 'the request expires',
    },
    task: null,
    request: {
      reference,
      kind: 'create-project',
      source: { channel: 'mail', key: reference, receivedAt: '2026-11-21T09:00:00.000Z' },
      requester: 'dana@example.test',
      requesterId: 'dana',
      lead: 'lee@example.test',
      leadId: 'lee',
      members: [],
      project: 'payments',
      title: 'Payments API',
      costCentre: 'CC-1042',
      reason: '',
    },
    requester: 'dana@example.test',
    plan: {
      baseSha: 'b'.repeat(40),
      contentHash: `sha256:${'c0de'.repeat(16)}`,
      specHash: SPEC,
      environment: 'payments-prod',
      paths: [],
      placements: [],
      cost: { currency: 'USD', before: 0, after: 59.32, delta: 59.32, priceBook: '2026-01' },
    },
    pullRequest: null,
    mergeSha: null,
    policy: null,
    stages: [stageOf('lead', ['lee'])],
    decisions: [],
    placements: [],
    deliveries: [],
    failure: null,
    undo: { undone: [], left: [] },
    updatedAt: '2026-11-21T09:00:00.000Z',
    ...change,
  };
}

/** A task of this queue. */
export const taskFor = (
  queue: 'support' | 'operators' | 'requester',
  id: 'triage' | 'accounts' | 'selection' | 'repair' = 'accounts',
) => ({
  id,
  queue,
  title: 'Check the account plan',
  since: '2026-11-21T09:00:00.000Z',
  due: '2026-11-23T09:00:00.000Z',
});

export interface StandingRequests {
  readonly env: TestWorkflowEnvironment;
  /** Starts a request that stands still with this status; returns its reference. */
  stand(change?: Partial<RequestStatus>, options?: { end?: boolean }): Promise<string>;
  /** Does this while no worker runs; another runs afterwards. */
  withoutWorker(play: () => Promise<void>): Promise<void>;
  /** What a request was told, in order. */
  received(reference: string): Promise<Received[]>;
  close(): Promise<void>;
}

/** A Temporal server with a worker of stub requests. */
export async function startStandingRequests(): Promise<StandingRequests> {
  const env = await startEnvironment();
  let stopWorker = await runWorker(env);
  return {
    env,
    withoutWorker: async (play) => {
      await stopWorker();
      await play();
      stopWorker = await runWorker(env);
    },
    stand: async (change, { end = false } = {}) => {
      const reference = referenceOf(randomBytes(8).toString('hex'));
      const workflowId = requestWorkflowId(reference);
      const args = [{ reference, status: statusOf(reference, change), end }];
      const handle = await env.client.workflow.start(WORKFLOWS.request, {
        workflowId,
        taskQueue: TASK_QUEUES.main,
        args,
      });
      if (end) await handle.result();
      else await handle.query(receivedQuery);
      return reference;
    },
    received: (reference) => env.client.workflow.getHandle(requestWorkflowId(reference)).query(receivedQuery),
    close: async () => {
      await stopWorker();
      await env.teardown();
    },
  };
}

/** @returns what stops it. */
async function runWorker(env: TestWorkflowEnvironment): Promise<() => Promise<void>> {
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUES.main,
    workflowsPath: new URL('./stub-workflows.ts', import.meta.url).pathname,
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
  };
}
