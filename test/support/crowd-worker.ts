/* A worker process that the test of the crowd kills and starts again: `<address> <bundle> <folder>`. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { activityInfo, sleep } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { fleetFiles } from '../../sandbox/fleet.ts';
import { beating } from '../../src/activities/beating.ts';
import type { ReservationActivities } from '../../src/activities/contracts.ts';
import { createReservationActivities } from '../../src/activities/reservations.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import { CLUSTER, COST_CENTRE, type CrowdLimits, folderOf } from './crowd.ts';
import type { CrowdActivities, Seeker } from './crowd-workflows.ts';
import { standing, withBudget, withCapacity } from './limits.ts';

const [address = '', codePath = '', root = ''] = process.argv.slice(2);
const folder = folderOf(root);

/** The fleet as the test and the crowd have written it. */
async function readFleet() {
  const files = new Map(fleetFiles());
  const { cores, monthly } = JSON.parse(readFileSync(folder.limits, 'utf8')) as CrowdLimits;
  withCapacity(files, CLUSTER, cores);
  withBudget(files, COST_CENTRE, monthly);
  for (const name of readdirSync(folder.standing)) {
    standing(files, JSON.parse(readFileSync(join(folder.standing, name), 'utf8')) as Parameters<typeof standing>[1]);
  }
  return { sha: '4be1'.repeat(10), files };
}

/** Some lose their first answer after the work is done, as a worker does that dies just then. */
function spoiled(activities: ReservationActivities): ReservationActivities {
  return {
    ...activities,
    async reserveRoom(order) {
      const answer = await activities.reserveRoom(order);
      if (/[789]$/.test(order.reference) && activityInfo().attempt === 1) throw new Error('The answer was lost');
      writeFileSync(join(folder.answered, order.reference), answer.waiting ? 'waits' : 'has room');
      return answer;
    },
  };
}

const crowd: CrowdActivities = {
  async goOn({ reference, environment, claims, fate }: Seeker) {
    if (!existsSync(folder.gate)) throw new Error('The gate is closed');
    await sleep(1);
    if (fate === 'leaves') return;
    const [money, cores] = claims.map(({ load }) => load);
    const facts = {
      environment,
      request: reference,
      cpu: (cores?.milliCpu ?? 0) / 1000,
      monthly: (money?.cents ?? 0) / 100,
    };
    writeFileSync(join(folder.standing, reference), JSON.stringify({ ...facts, cluster: CLUSTER }));
  },
};

// Whoever started it is gone: so is its server.
process.stdin.resume().once('end', () => process.exit(1));
Runtime.install({ logger: new DefaultLogger('ERROR') });
const connection = await NativeConnection.connect({ address });
const client = new Client({ connection: await Connection.connect({ address }) });
const activities = { ...beating(spoiled(createReservationActivities({ client, readFleet }))), ...crowd };
const workers = await Promise.all([
  Worker.create({
    connection,
    workflowBundle: { codePath },
    taskQueue: TASK_QUEUES.main,
    activities,
    stickyQueueScheduleToStartTimeout: '3s',
  }),
  Worker.create({ connection, taskQueue: TASK_QUEUES.books, activities }),
]);
await Promise.all(workers.map((worker) => worker.run()));
