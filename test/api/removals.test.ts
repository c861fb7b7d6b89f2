import { TASK_QUEUES, WORKFLOWS } from '../../src/workflows/messages.ts';
import { bodyOf, wholeFileApi } from '../support/api.ts';

const { requests, api } = wholeFileApi({ preview: async () => ({ problems: [] }) });

const ask = (environment: string, reason = 'Not needed any more.') =>
  api.call('dana', 'POST', '/api/requests', { kind: 'decommission', environment, reason });
const handleOf = (workflowId: string) => requests.env.client.workflow.getHandle(workflowId);
const lockedBy = (environment: string, reference: string) =>
  requests.env.client.workflow.start(WORKFLOWS.environment, {
    workflowId: `environment:${environment}`,
    taskQueue: TASK_QUEUES.main,
    args: [reference],
  });

test('a removal is refused at once while another request that goes on changes the environment', async () => {
  const holder = await requests.stand();
  const locked = await lockedBy('payments-dev', holder);

  const refused = await ask('payments-dev');
  expect([refused.status, (await bodyOf(refused)).detail]).toEqual([
    409,
    `payments-dev is being changed by ${holder} already.`,
  ]);

  await handleOf(`request:${holder}`).terminate();
  expect((await ask('payments-dev')).status).toBe(201);
  await locked.terminate();
});

test('whoever says the same again gets the same removal while it goes on, and is told when it has ended', async () => {
  const { reference } = await bodyOf(ask('payments-test'));
  const locked = await lockedBy('payments-test', reference);
  const again = await ask('payments-test');
  expect([again.status, (await bodyOf(again)).reference]).toEqual([200, reference]);

  await handleOf(`request:${reference}`).terminate();
  const late = await ask('payments-test');
  expect([late.status, (await bodyOf(late)).detail]).toEqual([
    409,
    expect.stringContaining(`${reference} asked for this in the same words, and has ended.`),
  ]);
  expect((await ask('payments-test', 'Still not needed.')).status).toBe(201);
  await locked.terminate();
});
