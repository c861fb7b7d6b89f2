/* Stories of workflows that outlive requests: each keeps something for all of them, for months. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { NO_LOAD } from '../../src/domain/load.ts';
import { webhookWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import {
  askRoomUpdate,
  beginChangeUpdate,
  bookQuery,
  confirmRoomSignal,
  environmentQuery,
  freezeSignal,
  removedSignal,
  TASK_QUEUES,
  unfreezeSignal,
  WORKFLOWS,
  webhookEventsSignal,
} from '../../src/workflows/messages.ts';
import { eventually } from './eventually.ts';
import type { History } from './history-json.ts';
import { untilTimer, withWorkers } from './story-kit.ts';
import { webhookEvent, webhookOf } from './webhook-receiver.ts';

const CLUSTER = 'cluster-east-prod';
const FIRST = referenceOf('the story first in a book');
const SECOND = referenceOf('the story second in a book');

/** One is served, the next waits in line; the first stands, and the second, which is gone by then, gives its place back. */
export async function keepBook(env: TestWorkflowEnvironment): Promise<History> {
  const id = `pool:${CLUSTER}`;
  const load = { ...NO_LOAD, milliCpu: 2000 };
  const readBook = async () => ({ limit: { milliCpu: 2000 }, others: NO_LOAD, standing: [] });
  return withWorkers(env, TASK_QUEUES.books, { readBook }, async (taskQueue) => {
    const handle = await env.client.workflow.start(WORKFLOWS.reservations, { workflowId: id, taskQueue, args: [id] });
    const ask = (reference: string, environment: string) =>
      handle.executeUpdate(askRoomUpdate, { args: [{ id: reference, environment, load }] });
    await ask(FIRST, 'first-prod');
    await ask(SECOND, 'second-prod');
    await handle.signal(confirmRoomSignal, FIRST);
    await eventually(async () => {
      const { held, line } = await handle.query(bookQuery);
      return held.length === 0 && line.length === 0;
    });
    const history = await handle.fetchHistory();
    await handle.terminate();
    return history;
  });
}

/** A cluster is frozen for years, and thawed by hand. */
export async function freezeAndThaw(env: TestWorkflowEnvironment): Promise<History> {
  const window = {
    target: CLUSTER,
    until: '2099-01-01T00:00:00.000Z',
    reason: 'The story of a freeze',
    by: 'olga',
    since: '2026-11-21T09:00:00.000Z',
  };
  return withWorkers(env, TASK_QUEUES.books, {}, async (taskQueue) => {
    const handle = await env.client.workflow.signalWithStart(WORKFLOWS.freeze, {
      workflowId: 'freeze',
      taskQueue,
      signal: freezeSignal,
      signalArgs: [window],
    });
    await eventually(async () => hasTimer(await handle.fetchHistory()));
    await handle.signal(unfreezeSignal, { target: CLUSTER, by: 'olga' });
    await handle.result();
    return handle.fetchHistory();
  });
}

const hasTimer = ({ events }: History) => events?.some((event) => event.timerStartedEventAttributes);

/** An event is posted, is not taken, and waits to be posted again. */
export async function postEvent(env: TestWorkflowEnvironment): Promise<History> {
  const webhook = webhookOf('0a1b2c3d4e5f', null);
  const postToWebhook = async () => ({ outcome: 'failed', problem: 'It answered 500' }) as const;
  return withWorkers(env, TASK_QUEUES.books, { postToWebhook }, async (taskQueue) => {
    const workflowId = webhookWorkflowId(webhook.id);
    const handle = await env.client.workflow.start(WORKFLOWS.webhook, { workflowId, taskQueue, args: [webhook] });
    await handle.signal(webhookEventsSignal, [webhookEvent('BR-7F3K2M9QXA_40_ready')]);
    return untilTimer(handle);
  });
}

/** An environment stands, is changed by a request, and removed. */
export async function keepEnvironment(env: TestWorkflowEnvironment): Promise<History> {
  const environment = {
    environment: 'story-prod',
    project: 'story',
    owner: 'lee@example.test',
    requester: 'dana@example.test',
    reference: FIRST,
    clusters: [CLUSTER],
  };
  return withWorkers(env, TASK_QUEUES.books, {}, async (taskQueue) => {
    const order = { workflowId: 'environment:story-prod', taskQueue, args: [environment] };
    const handle = await env.client.workflow.start(WORKFLOWS.environment, order);
    await handle.executeUpdate(beginChangeUpdate, { args: [SECOND] });
    await handle.query(environmentQuery);
    await handle.signal(removedSignal, SECOND);
    await handle.result();
    return handle.fetchHistory();
  });
}
