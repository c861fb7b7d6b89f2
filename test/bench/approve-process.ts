/*
 * The worker of the benchmark of decisions: `approve-process.ts <address of Temporal> <port of its metrics> <workflows
 * it keeps>`. Berth's workflows and its merge queue are what they are; all other activities answer at once, so that
 * thousands of requests cost little to make.
 */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createMergeQueueActivities } from '../../src/activities/merge-queue.ts';
import { WORKFLOW_CODE } from '../../src/workflow-code.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import { CHANGE_PLAN, happyActivities } from '../support/scripted-activities.ts';
import { clock } from './statistics.ts';

const [address = '', metricsPort = '', kept = ''] = process.argv.slice(2);
Runtime.install({ telemetryOptions: { metrics: { prometheus: { bindAddress: `127.0.0.1:${metricsPort}` } } } });

/** By reference: when its merge began. */
const begun = new Map<string, number>();
process.on('message', ({ order, begunOf }: { order?: number; begunOf?: string }) => {
  if (order !== undefined && begunOf !== undefined) process.send?.({ answer: order, result: begun.get(begunOf) });
});

const client = new Client({ connection: await Connection.connect({ address }) });
const activities = happyActivities([], {
  ...createMergeQueueActivities({ client, fleet: 'example/fleet' }),
  confirmsItself: async () => true,
  planChange: async ({ request }) => ({ ...CHANGE_PLAN, environment: `${request.project}-prod` }),
  mergePullRequest: async ({ reference }) => {
    begun.set(reference, clock());
    return { mergeSha: '9a0c'.repeat(10) };
  },
});
const connection = await NativeConnection.connect({ address });
const workers = await Promise.all([
  Worker.create({
    connection,
    activities,
    taskQueue: TASK_QUEUES.main,
    ...WORKFLOW_CODE,
    stickyQueueScheduleToStartTimeout: '3s',
    maxCachedWorkflows: Number(kept),
  }),
  Worker.create({ connection, activities, taskQueue: TASK_QUEUES.githubWrite }),
]);
await Promise.all(workers.map((worker) => worker.run()));
