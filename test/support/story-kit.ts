/* What stories of single workflows are played with. */
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../../src/activities/contracts.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import { betweenLooks } from './eventually.ts';
import type { History } from './history-json.ts';
import { happyActivities } from './scripted-activities.ts';
import { workflowCode } from './temporal.ts';

/** Plays with a worker of the workflows, and one of the activities on their queue. */
export async function withWorkers(
  env: TestWorkflowEnvironment,
  activityQueue: string,
  script: Partial<Activities>,
  play: (taskQueue: string) => Promise<History>,
): Promise<History> {
  const connection = env.nativeConnection;
  const activities = happyActivities([], script);
  const workers = await Promise.all([
    Worker.create({ connection, ...workflowCode(), activities, taskQueue: TASK_QUEUES.main }),
    Worker.create({ connection, taskQueue: activityQueue, activities }),
  ]);
  const runs = workers.map((worker) => worker.run());
  try {
    return await play(TASK_QUEUES.main);
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(runs);
  }
}

/** The history up to where the workflow sleeps until a timer; it is ended afterwards. */
export async function untilTimer(handle: WorkflowHandle): Promise<History> {
  const pause = betweenLooks();
  for (;;) {
    const history = await handle.fetchHistory();
    if (history.events?.some((event) => event.timerStartedEventAttributes)) {
      await handle.terminate();
      return history;
    }
    await pause();
  }
}
