/* A worker process of incidents that a test kills and starts again: `<address> <bundle>`. */
import { activityInfo } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { beating } from '../../src/activities/beating.ts';
import type { IncidentActivities, IncidentMessages } from '../../src/activities/contracts.ts';
import { createIncidentActivities } from '../../src/activities/incidents.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';

const [address = '', codePath = ''] = process.argv.slice(2);

// Whoever started it is gone: so is its server.
process.stdin.resume().once('end', () => process.exit(1));
Runtime.install({ logger: new DefaultLogger('ERROR') });
const connection = await NativeConnection.connect({ address });
const client = new Client({ connection: await Connection.connect({ address }) });
/** What is said is tried elsewhere. */
const messages: IncidentMessages = {
  showIncident: async () => ({ channel: 'C0BERTH', ts: '1.0' }),
  remindOfIncident: async () => {},
};
/** The first answer of each is lost after the work is done, as by a worker that dies just then. */
function spoiled(activities: IncidentActivities): IncidentActivities {
  return {
    ...activities,
    async retryMembers(order) {
      const outcome = await activities.retryMembers(order);
      if (activityInfo().attempt === 1) throw new Error('The answer was lost');
      return outcome;
    },
  };
}
const worker = await Worker.create({
  connection,
  workflowBundle: { codePath },
  taskQueue: TASK_QUEUES.main,
  activities: { ...beating(spoiled(createIncidentActivities({ client }))), ...messages },
  stickyQueueScheduleToStartTimeout: '3s',
});
await worker.run();
