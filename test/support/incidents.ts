import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { IncidentActivities, IncidentMessages, ReservationActivities } from '../../src/activities/contracts.ts';
import { createIncidentActivities } from '../../src/activities/incidents.ts';
import type { IncidentNews } from '../../src/domain/incident-text.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import { workflowCode } from './temporal.ts';

type Script = Partial<IncidentActivities & IncidentMessages & Pick<ReservationActivities, 'whoGoesOn'>>;

/** What incidents have said, in order, and where. */
export interface Said {
  /** `null` when it was a new message. */
  readonly post: object | null;
  readonly news: IncidentNews;
  /** By the server's clock, in milliseconds since 1970. */
  readonly at: number;
}

export interface Kept {
  readonly said: Said[];
  /** Numbers of the reminders. */
  readonly reminders: number[];
}

/** Runs incidents while `play` does; what they would say in Slack is noted. */
export async function withIncidents(
  env: TestWorkflowEnvironment,
  script: Script,
  play: (kept: Kept) => Promise<void>,
): Promise<void> {
  const kept: Kept = { said: [], reminders: [] };
  const activities = { ...createIncidentActivities({ client: env.client }), ...noting(env, kept), ...script };
  const connection = env.nativeConnection;
  const workers = await Promise.all([
    Worker.create({ connection, ...workflowCode(), taskQueue: TASK_QUEUES.main, activities }),
    Worker.create({ connection, taskQueue: TASK_QUEUES.books, activities }),
  ]);
  const runs = workers.map((worker) => worker.run());
  try {
    await play(kept);
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(runs);
  }
}

function noting(env: TestWorkflowEnvironment, { said, reminders }: Kept): Script {
  return {
    async showIncident({ post, news }) {
      said.push({ post, news, at: await env.currentTimeMs() });
      return { channel: 'C0BERTH', ts: '1.0' };
    },
    remindOfIncident: async ({ number }) => void reminders.push(number),
    whoGoesOn: async ({ references }) => [...references],
  };
}
