/* A worker process of people that a test kills and starts again: `<address> <bundle> <folder>`. */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { activityInfo } from '@temporalio/activity';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { beating } from '../../src/activities/beating.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import { happyActivities } from './scripted-activities.ts';

const [address = '', codePath = '', folder = ''] = process.argv.slice(2);

// Whoever started it is gone: so is its server.
process.stdin.resume().once('end', () => process.exit(1));
Runtime.install({ logger: new DefaultLogger('ERROR') });

/** Notes what is done; the first of a kind never comes to an end, for the worker is killed in the middle of it. */
function noting<Input, Answer>(answer: (input: Input) => Answer) {
  return async (input: Input): Promise<Answer> => {
    const { activityId, activityType } = activityInfo();
    appendFileSync(join(folder, activityType), `${JSON.stringify({ activityId, input })}\n`);
    const struck = join(folder, `${activityType}.struck`);
    if (existsSync(struck)) return answer(input);
    writeFileSync(struck, '');
    return new Promise(() => undefined);
  };
}

const activities = happyActivities([], {
  enterIntoRecord: noting(() => undefined),
  tellStaffing: noting(() => []),
  sendDigest: noting(({ nudges }) => nudges.map(({ reference }) => reference)),
});
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  workflowBundle: { codePath },
  taskQueue: TASK_QUEUES.main,
  activities: beating(activities),
  stickyQueueScheduleToStartTimeout: '1s',
});
await worker.run();
