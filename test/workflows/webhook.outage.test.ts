import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../../src/activities/contracts.ts';
import { webhookWorkflowId } from '../../src/domain/naming.ts';
import { PAUSES_MS, type PostOutcome } from '../../src/domain/webhook/queue.ts';
import type { Webhook } from '../../src/domain/webhook/webhook.ts';
import { findWebhook } from '../../src/intake/webhooks.ts';
import {
  replayWebhookUpdate,
  TASK_QUEUES,
  WEBHOOK_MEMO,
  WORKFLOWS,
  webhookDeliveriesQuery,
  webhookEventsSignal,
} from '../../src/workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { happyActivities } from '../support/scripted-activities.ts';
import { startTimeSkipping, workflowCode } from '../support/temporal.ts';
import { webhookEvent, webhookOf } from '../support/webhook-receiver.ts';

let env: TestWorkflowEnvironment;
beforeEach(async () => {
  env = await startTimeSkipping();
});
afterEach(() => env.teardown());

const HOUR_MS = 3_600_000;
const ID = '0a1b2c3d4e5f';
const WEBHOOK = webhookOf(ID, null);

/** One webhook whose receiver answers as `receiver` says. */
async function withWebhook(receiver: { answer: PostOutcome }, play: (told: Told) => Promise<void>): Promise<void> {
  const posts: string[] = [];
  const announced: string[] = [];
  const activities = happyActivities([], {
    postToWebhook: async (order) => {
      posts.push(order.event.id);
      return receiver.answer;
    },
    findPerson: async ({ id = '' }) => ({ id, name: id, mail: `${id}@example.test` }),
    announceInSlack: async ({ text, people }) => {
      announced.push(`${people.join()}: ${text}`);
      return [];
    },
  } satisfies Partial<Activities>);
  const { nativeConnection: connection, client } = env;
  const worker = await Worker.create({ connection, ...workflowCode(), activities, taskQueue: TASK_QUEUES.main });
  const running = worker.run();
  try {
    const handle = await client.workflow.start(WORKFLOWS.webhook, {
      workflowId: webhookWorkflowId(ID),
      taskQueue: TASK_QUEUES.main,
      args: [WEBHOOK],
      memo: { [WEBHOOK_MEMO]: WEBHOOK },
    });
    await play({
      posts,
      announced,
      happen: (...ids) => handle.signal(webhookEventsSignal, ids.map(webhookEvent)),
      replay: () => handle.executeUpdate(replayWebhookUpdate, { args: [{}] }),
      states: async () => (await handle.query(webhookDeliveriesQuery)).map(({ state }) => state),
    });
  } finally {
    worker.shutdown();
    await running;
  }
}

interface Told {
  readonly posts: readonly string[];
  readonly announced: readonly string[];
  happen(...ids: string[]): Promise<void>;
  replay(): Promise<number>;
  states(): Promise<string[]>;
}

const standing = (status: Webhook['status']) =>
  eventually(async () => {
    const found = await findWebhook(env.client, ID);
    return found?.status === status && found;
  });

test('what a receiver does not take for a day is given up, its owner is told once, and it is replayed when it is mended', async () => {
  const receiver: { answer: PostOutcome } = { answer: { outcome: 'failed', problem: 'answered with 503' } };
  await withWebhook(receiver, async ({ posts, announced, happen, replay, states }) => {
    await happen('a', 'b');
    await env.sleep(40 * HOUR_MS);

    expect(await standing('failing')).toMatchObject({ problem: 'answered with 503' });
    expect(await states()).toEqual(['given-up', 'given-up']);
    expect(posts.filter((id) => id === 'a')).toHaveLength(PAUSES_MS.length + 1);
    expect(announced).toEqual([
      expect.stringMatching(/^lee@\S+: .* is failing: answered with 503\. .*berth webhooks replay/),
    ]);
    expect(announced.join()).not.toContain('key=secret');

    receiver.answer = { outcome: 'delivered' };
    expect(await replay()).toBe(2);
    await eventually(async () => (await states()).every((state) => state === 'delivered'));
    expect(await standing('active')).toMatchObject({ problem: null, lost: 0 });
    await happen('a', 'b');
    expect(posts).toHaveLength(2 * (PAUSES_MS.length + 1) + 2);
  });
});

test('a receiver that answers 410 is left alone; what happens meanwhile is kept for a replay', async () => {
  const receiver: { answer: PostOutcome } = { answer: { outcome: 'gone', problem: 'answered with 410' } };
  await withWebhook(receiver, async ({ posts, announced, happen, replay, states }) => {
    await happen('a');
    await standing('disabled');
    await happen('b');
    await env.sleep(40 * HOUR_MS);
    expect(posts).toEqual(['a']);
    expect(await states()).toEqual(['waiting', 'waiting']);
    expect(announced).toEqual([expect.stringContaining('is disabled: answered with 410')]);

    receiver.answer = { outcome: 'delivered' };
    expect(await replay()).toBe(2);
    await eventually(() => posts.length === 3);
    await standing('active');
  });
});
