import { randomBytes } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../../src/activities/contracts.ts';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import type { RequestInput } from '../../src/domain/request.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { statusQuery, TASK_QUEUES, WORKFLOWS } from '../../src/workflows/messages.ts';
import { happyActivities, requestInput, SPEC_HASH } from './scripted-activities.ts';
import { workflowCode } from './temporal.ts';

export interface Played {
  readonly handle: WorkflowHandle;
  readonly reference: string;
  /** Names of the activities in the order in which they were called. */
  readonly calls: string[];
  /** Waits until the status satisfies `wanted`; polls the query, for that is what people see. */
  until(wanted: (status: RequestStatus) => boolean): Promise<RequestStatus>;
}

interface Play {
  readonly activities?: Partial<Activities>;
  readonly draft?: Partial<RequestInput['draft']>;
  readonly input?: Partial<RequestInput>;
}

/** Runs one request with scripted activities and lets `play` act on it; the worker ends with `play`. */
export async function withRequest(
  env: TestWorkflowEnvironment,
  options: Play,
  play: (request: Played) => Promise<void>,
): Promise<void> {
  const calls: string[] = [];
  const queue = `berth-${randomBytes(4).toString('hex')}`;
  const activities = happyActivities(calls, options.activities);
  const common = {
    connection: env.nativeConnection,
    ...workflowCode(),
  };
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue: queue, activities }),
    Worker.create({ connection: env.nativeConnection, taskQueue: TASK_QUEUES.githubWrite, activities }),
  ]);
  const runs = workers.map((worker) => worker.run());
  try {
    await play(await start(env, queue, calls, options));
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(runs);
  }
}

async function start(env: TestWorkflowEnvironment, taskQueue: string, calls: string[], options: Play): Promise<Played> {
  const reference = options.input?.reference ?? referenceOf(randomBytes(8).toString('hex'));
  const input = { ...requestInput(reference, options.draft), ...options.input };
  const handle = await env.client.workflow.start(WORKFLOWS.request, {
    workflowId: requestWorkflowId(reference),
    taskQueue,
    args: [input],
  });
  const until = async (wanted: (status: RequestStatus) => boolean) => {
    for (;;) {
      const status = await handle.query(statusQuery);
      if (wanted(status)) return status;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { handle, reference, calls, until };
}

/** A decision as a door would make it. */
export function decisionOf(reference: string, verdict: 'approve' | 'reject' | 'request-changes', person = 'lee') {
  const id = randomBytes(6).toString('hex');
  const expires = new Date(Date.now() + 3_600_000).toISOString();
  return {
    id,
    reference,
    person,
    verdict,
    specHash: SPEC_HASH,
    stage: 'lead',
    channel: 'api',
    reason: 'because',
    expires,
  } as const;
}
