/* A worker process without activities that a test kills and starts again: `<address> <bundle> <task queue>`. */
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

const [address = '', codePath = '', taskQueue = ''] = process.argv.slice(2);

// Whoever started it is gone: so is its server.
process.stdin.resume().once('end', () => process.exit(1));
Runtime.install({ logger: new DefaultLogger('ERROR') });
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  workflowBundle: { codePath },
  taskQueue,
  stickyQueueScheduleToStartTimeout: '1s',
});
await worker.run();
