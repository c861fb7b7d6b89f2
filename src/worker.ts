/** The worker: configuration -> Temporal -> activities -> one worker per task queue. `node src/worker.ts --config berth.yaml` */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from './activities/index.ts';
import { keepPermits } from './activities/write-permits.ts';
import { readCatalogue } from './clients/catalogue.ts';
import { reachTemporal, temporalOptions } from './clients/temporal.ts';
import { trustAlso } from './clients/trust.ts';
import { clearWorkFolders } from './clients/work-folder.ts';
import { clientDataConverter, workerDataConverter } from './codec/data-converter.ts';
import { configFlag, explainEnd } from './command-line.ts';
import { type Config, loadConfig } from './config.ts';
import { mailboxWorkflowId, repositoryWorkflowId } from './domain/naming.ts';
import { keptWorkflows } from './kept-workflows.ts';
import { TASK_QUEUES, WORKFLOWS } from './workflows/messages.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
/** Longer than any single call, so that a stopping worker leaves nothing half-known. */
const SHUTDOWN_GRACE = '25s' as const;

/** Left to itself the SDK holds heartbeats back for eight of their ten seconds, and a busy machine is taken for dead. */
const HEARTBEATS = { maxHeartbeatThrottleInterval: '3s' } as const;

/** A worker that was killed is noticed by whoever takes over its workflows after this long. */
const TAKEN_OVER_AFTER = '3s' as const;

/** A worker that runs until `stop`. */
export interface RunningWorker {
  /** Resolves when every worker has ended; rejects when one fails. */
  readonly done: Promise<void>;
  stop(): void;
}

/**
 * Starts the workers of all task queues and the readers of all mailboxes.
 * @throws when Temporal does not answer.
 */
export async function startWorker(config: Config): Promise<RunningWorker> {
  if (config.caFile) trustAlso(config.caFile);
  clearWorkFolders();
  const { connection: options, namespace } = temporalOptions(config.temporal);
  const connection = await reachTemporal(options, () => NativeConnection.connect(options));
  const { codec } = config.temporal;
  const client = new Client({ connection, namespace, dataConverter: clientDataConverter(codec) });
  const catalogue = readCatalogue(join(HERE, '..', 'catalogue'));
  const activities = createActivities({ config, client, catalogue });
  const dataConverter = workerDataConverter(codec);
  const common = { connection, namespace, dataConverter, activities, shutdownGraceTime: SHUTDOWN_GRACE, ...HEARTBEATS };
  const workflows = {
    workflowBundle: await keptWorkflows(dataConverter),
    stickyQueueScheduleToStartTimeout: TAKEN_OVER_AFTER,
  };
  const workers = await Promise.all([
    Worker.create({ ...common, ...workflows, taskQueue: TASK_QUEUES.main }),
    // A reader waits for mail for minutes on end and loses nothing by being told to stop at once.
    Worker.create({ ...common, taskQueue: TASK_QUEUES.mailbox, shutdownGraceTime: 0 }),
    Worker.create({ ...common, taskQueue: TASK_QUEUES.githubWrite }),
    Worker.create({ ...common, taskQueue: TASK_QUEUES.books }),
  ]);
  const done = Promise.all(workers.map((worker) => worker.run())).then(() => connection.close());
  await readMailboxes(client, config);
  await keepFleet(client, config);
  return { done, stop: () => workers.forEach((worker) => worker.shutdown()) };
}

/** One reader per mailbox: its workflow id is the lock. */
async function readMailboxes(client: Client, config: Config): Promise<void> {
  for (const { name } of config.mailboxes) {
    await client.workflow.start(WORKFLOWS.mailbox, {
      workflowId: mailboxWorkflowId(name),
      taskQueue: TASK_QUEUES.main,
      args: [name],
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `Reads the mailbox ${name}`,
    });
  }
}

/** The fleet repository's writer and sweeper, and the count of its writes: one of each for all workers. */
async function keepFleet(client: Client, { github }: Config): Promise<void> {
  await keepPermits(client, github.fleet.split('/')[0] ?? '');
  await client.workflow.start(WORKFLOWS.repository, {
    workflowId: repositoryWorkflowId(github.fleet),
    taskQueue: TASK_QUEUES.main,
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `Merges into ${github.fleet}, one at a time`,
  });
}

async function main(): Promise<void> {
  const worker = await startWorker(loadConfig(configFlag()));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => worker.stop());
  await worker.done;
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    process.stderr.write(`${explainEnd('The worker cannot run', error)}\n`);
    process.exitCode = 1;
  });
}
