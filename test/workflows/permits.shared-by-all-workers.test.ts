import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { RepositoryWriteActivities } from '../../src/activities/contracts.ts';
import { createRepositoryActivities } from '../../src/activities/repository/index.ts';
import { createWritePermits, keepPermits } from '../../src/activities/write-permits.ts';
import { createGithub, type WritePermits } from '../../src/clients/github.ts';
import { openWorkflow } from '../../src/clients/github-actions.ts';
import { openFleet } from '../../src/clients/github-tree.ts';
import type { WriteLimits } from '../../src/domain/write-permits.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import { activityEnvironment, inActivity } from '../support/activity.ts';
import { wholeFile } from '../support/fixture.ts';
import { configFor, planned, renderPlanned, stageGithub } from '../support/github.ts';
import { startEnvironment, workflowCode } from '../support/temporal.ts';

const stage = wholeFile(stageGithub);
const temporal = wholeFile(startWorker);

interface Running {
  readonly env: TestWorkflowEnvironment;
  close(): Promise<void>;
}

async function startWorker(): Promise<Running> {
  const env = await startEnvironment();
  const worker = await Worker.create({
    connection: env.nativeConnection,
    ...workflowCode(),
    taskQueue: TASK_QUEUES.main,
  });
  const run = worker.run();
  const close = async () => {
    worker.shutdown();
    await run;
    await env.teardown();
  };
  return { env, close };
}

/** What one worker holds; the account is the test's own. */
const permitsOf = (owner: string, limits: WriteLimits): WritePermits =>
  createWritePermits({ client: temporal.env.client, owner, limits });

/** The activities of one worker. */
function workerWith(permits: WritePermits): RepositoryWriteActivities {
  const config = configFor(stage.server);
  return createRepositoryActivities({ config, github: createGithub(config, permits), render: renderPlanned });
}

/** A call as Temporal would make it for that request. */
const as = <T>(reference: string, activityType: string, call: () => Promise<T>): Promise<T> => {
  const workflowExecution = { workflowId: `request:${reference}`, runId: 'run' };
  return inActivity(call, activityEnvironment({ activityType, workflowExecution }));
};

test('writes of all workers are counted together, and what is too much waits where people see it', async () => {
  const limits = { perMinute: 9, perHour: 500 };
  const [one, other] = [permitsOf('shared', limits), permitsOf('shared', limits)].map(workerWith);
  const propose = (worker: typeof one, project: string, reference: string) =>
    as(reference, 'proposeChange', async () => worker?.proposeChange(planned(project, reference)));
  const before = stage.context.writes.all().length;

  await propose(one, 'alpha', 'BR-AAAAAAAAAA');
  await propose(other, 'beta', 'BR-BBBBBBBBBB');
  const third = propose(one, 'gamma', 'BR-CCCCCCCCCC');

  await expect(third).rejects.toMatchObject({
    type: 'RateLimited',
    nonRetryable: true,
    message: expect.stringMatching(/at most 9 times a minute and 500 an hour: it is this one's turn at 20.+Z\.$/),
    details: [{ retryAfterMs: expect.any(Number) }],
  });
  await expect(propose(other, 'delta', 'BR-DDDDDDDDDD')).rejects.toThrow('and 4 writes of others come first');
  expect(stage.context.writes.all()).toHaveLength(before + 8);
});

test('many may ask at the same time, though Temporal takes ten questions at once', async () => {
  const permits = permitsOf('crowded', { perMinute: 60, perHour: 500 });
  await keepPermits(temporal.env.client, 'crowded');
  const asked = Array.from({ length: 60 }, (_, i) => as(`BR-${i}`, 'mirrorApproval', () => permits.take()));
  await Promise.all(asked);
  await expect(as('BR-LAST', 'mirrorApproval', () => permits.take())).rejects.toMatchObject({ type: 'RateLimited' });
});

test('the count survives that its workflow hands over to a new run', async () => {
  const permits = permitsOf('lasting', { perMinute: 100_000, perHour: 1_001 });
  const first = temporal.env.client.workflow.getHandle('permits:lasting');
  await as('BR-FIRST', 'mirrorApproval', () => permits.take());
  const { runId } = await first.describe();
  const ask = async (name: string) => {
    for (let i = 0; i < 125; i++) await as(`BR-${name}-${i}`, 'mirrorApproval', () => permits.take());
  };
  await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(ask));
  expect((await first.describe()).runId).not.toBe(runId);
  await expect(as('BR-LAST', 'mirrorApproval', () => permits.take())).rejects.toMatchObject({ type: 'RateLimited' });
});

test('who has no permits only reads: no write, and no start of a workflow', async () => {
  const fleet = await openFleet(createGithub(configFor(stage.server)));
  const before = stage.context.writes.all().length;
  await expect(fleet.rest.pulls.list({ ...fleet.at })).resolves.toMatchObject({ status: 200 });
  await expect(openWorkflow(fleet, 'berth-apply.yml').dispatch({})).rejects.toThrow('only reads GitHub');
  await expect(fleet.rest.git.createTree({ ...fleet.at, tree: [] })).rejects.toThrow('only reads GitHub');
  expect(stage.context.writes.all()).toHaveLength(before);
});
