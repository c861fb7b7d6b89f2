/* A worker process of webhooks that a test kills and starts again: `<address> <origin that may be posted to>`. */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createWebhookActivities } from '../../src/activities/webhooks/index.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import { DECISION_KEY, PUBLIC_URL } from './api.ts';

const [address = '', allowed = ''] = process.argv.slice(2);

// Whoever started it is gone: so is its server.
process.stdin.resume().once('end', () => process.exit(1));
const connection = await NativeConnection.connect({ address });
const client = new Client({ connection: await Connection.connect({ address }) });
const config = { publicUrl: PUBLIC_URL, webhooks: { allow: [allowed] }, auth: { decisionKey: DECISION_KEY } };
const activities = createWebhookActivities({ config, client });
const workers = [TASK_QUEUES.main, TASK_QUEUES.mailbox].map((taskQueue) =>
  Worker.create({ connection, taskQueue, activities }),
);
await Promise.all((await Promise.all(workers)).map((worker) => worker.run()));
