import { randomBytes } from 'node:crypto';
import { Client, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Activities } from '../../src/activities/contracts.ts';
import { clientDataConverter, workerDataConverter } from '../../src/codec/data-converter.ts';
import type { CodecSettings } from '../../src/codec/payload-codec.ts';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import type { RequestInput } from '../../src/domain/request.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { WORKFLOW_BUNDLE } from '../../src/workflow-code.ts';
import { statusQuery, TASK_QUEUES, WORKFLOWS } from '../../src/workflows/messages.ts';
import { betweenLooks } from './eventually.ts';
import { happyActivities, requestInput, SPEC_HASH } from './scripted-activities.ts';
import { workflowCode } from './temporal.ts';

export interface Played {
  readonly handle: WorkflowHandle;
  readonly reference: string;
  readonly taskQueue: string;
  /** Names of the activities in the order in which they were called. */
  readonly calls: string[];
  /** Waits until the status satisfies `wanted`; polls the query, for that is what people see. */
  until(wanted: (status: RequestStatus) => boolean): Promise<RequestStatus>;
}

interface Play {
  readonly activities?: Partial<Activities>;
  readonly draft?: Partial<RequestInput['draft']>;
  readonly input?: Partial<RequestInput>;
  /** What encrypts the payloads of worker and client; nothing does when left out. */
  readonly codec?: CodecSettings;
}

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The bundle that all tests share has no failure converter. */
async function codeWith(codec: CodecSettings): Promise<{ workflowBundle: WorkflowBundleWithSourceMap }> {
  const { failureConverterPath = '' } = workerDataConverter(codec);
  bundle ??= bundleWorkflowCode({ ...WORKFLOW_BUNDLE, failureConverterPath });
  return { workflowBundle: await bundle };
}

/** Runs one request with scripted activities and lets `play` act on it; the worker ends with `play`. */
export async function withRequest(
  env: TestWorkflowEnvironment,
  options: Play,
  play: (request: Played) => Promise<void>,
): Promise<void> {
  const taskQueue = `berth-${randomBytes(4).toString('hex')}`;
  const calls: string[] = [];
  await withWorkers(env, taskQueue, calls, options, async () => play(await start(env, taskQueue, calls, options)));
}

/** Starts another request beside one that runs, with the same worker and scripts. */
export const startBeside = (
  env: TestWorkflowEnvironment,
  { taskQueue, calls }: Pick<Played, 'taskQueue' | 'calls'>,
  options: Pick<Play, 'draft' | 'input'>,
): Promise<Played> => start(env, taskQueue, calls, options);

/** Lets another worker, with what `options` say, go on with a request that has none. */
export async function goOn(
  env: TestWorkflowEnvironment,
  { handle, reference, taskQueue, calls }: Omit<Played, 'until'>,
  options: Pick<Play, 'activities' | 'codec'>,
  play: (request: Played) => Promise<void>,
): Promise<void> {
  const again = clientOf(env, options).workflow.getHandle(handle.workflowId);
  await withWorkers(env, taskQueue, calls, options, () => play(played(again, reference, taskQueue, calls)));
}

async function withWorkers(
  env: TestWorkflowEnvironment,
  taskQueue: string,
  calls: string[],
  options: Pick<Play, 'activities' | 'codec'>,
  play: () => Promise<void>,
): Promise<void> {
  const { codec } = options;
  const activities = happyActivities(calls, options.activities);
  const common = { connection: env.nativeConnection, activities, dataConverter: workerDataConverter(codec) };
  const workers = await Promise.all([
    Worker.create({ ...common, ...(codec ? await codeWith(codec) : workflowCode()), taskQueue }),
    Worker.create({ ...common, taskQueue: TASK_QUEUES.githubWrite }),
  ]);
  const runs = workers.map((worker) => worker.run());
  try {
    await play();
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(runs);
  }
}

/** The environment's own client lets time pass while a result is waited for, which one of ours does not. */
const clientOf = ({ client, connection }: TestWorkflowEnvironment, { codec }: Pick<Play, 'codec'>) =>
  codec ? new Client({ connection, dataConverter: clientDataConverter(codec) }) : client;

async function start(env: TestWorkflowEnvironment, taskQueue: string, calls: string[], options: Play): Promise<Played> {
  const reference = options.input?.reference ?? referenceOf(randomBytes(8).toString('hex'));
  const input = { ...requestInput(reference, options.draft), ...options.input };
  const handle = await clientOf(env, options).workflow.start(WORKFLOWS.request, {
    workflowId: requestWorkflowId(reference),
    taskQueue,
    args: [input],
  });
  return played(handle, reference, taskQueue, calls);
}

function played(handle: WorkflowHandle, reference: string, taskQueue: string, calls: string[]): Played {
  const until = async (wanted: (status: RequestStatus) => boolean) => {
    const pause = betweenLooks();
    for (;;) {
      const status = await handle.query(statusQuery);
      if (wanted(status)) return status;
      await pause();
    }
  };
  return { handle, reference, taskQueue, calls, until };
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
