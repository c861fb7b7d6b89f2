/* The worker of the bare workflow: `bare-process.ts <address of Temporal> <task queue>`. */
import { NativeConnection, Worker } from '@temporalio/worker';

const [address = '', taskQueue = ''] = process.argv.slice(2);
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  taskQueue,
  workflowsPath: new URL('bare-workflow.ts', import.meta.url).pathname,
  activities: { empty: async () => {} },
});
await worker.run();
