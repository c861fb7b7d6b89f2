import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import { createMergeQueueActivities } from '../../src/activities/merge-queue.ts';
import { limitedFailure } from '../../src/activities/repository/errors.ts';
import { mergeLineQuery, TASK_QUEUES } from '../../src/workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { SPEC_HASH } from '../support/scripted-activities.ts';
import { startEnvironment, workflowCode } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

type Merge = Activities['mergePullRequest'];

const NOTHING_FROZEN: Activities['findWindow'] = async () => null;

/** Runs the fleet's workflow beside `play`; everything of GitHub is `merge`. */
async function withFleet(
  fleet: string,
  merge: Merge,
  play: () => Promise<void>,
  findWindow = NOTHING_FROZEN,
): Promise<void> {
  const { nativeConnection: connection } = env;
  const activities = { mergePullRequest: merge };
  const workers = await Promise.all([
    Worker.create({ connection, ...workflowCode(), activities: { findWindow }, taskQueue: TASK_QUEUES.main }),
    Worker.create({ connection, activities, taskQueue: TASK_QUEUES.githubWrite }),
  ]);
  const running = workers.map((worker) => worker.run());
  try {
    await play();
  } finally {
    await env.client.workflow.getHandle(`git:${fleet.replace('/', '.')}`).terminate();
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  }
}

const orderOf = (reference: string, clusters = ['cluster-east-prod']) => ({
  reference,
  clusters,
  number: 7,
  headSha: 'a'.repeat(40),
  specHash: SPEC_HASH,
});

/** Stands in for a request, so that answers can be read from its history. */
async function signalsTo(reference: string): Promise<string[]> {
  const { events } = await env.client.workflow.getHandle(`request:${reference}`).fetchHistory();
  return (events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? []);
}

const begin = (reference: string) =>
  env.client.workflow.start('nobody-works-on-it', { workflowId: `request:${reference}`, taskQueue: 'none' });

test('merges go in the order of asking; what is blocked is skipped and keeps its place before whoever came later', async () => {
  const merged: string[] = [];
  let [blocked, trying] = [true, ''];
  let gate = Promise.withResolvers<void>();
  const merge: Merge = async ({ reference }) => {
    trying = reference;
    await gate.promise;
    trying = '';
    if (reference === 'BR-BLOCKED' && blocked) throw failure('NotYet', 'GitHub still looks at it');
    merged.push(reference);
    return { mergeSha: 'b'.repeat(40) };
  };
  await withFleet('example/fair', merge, async () => {
    const { queueMerge } = createMergeQueueActivities({ client: env.client, fleet: 'example/fair' });
    const ahead: (number | null)[] = [];
    for (const name of ['BLOCKED', 'ONE', 'TWO', 'THREE']) ahead.push((await queueMerge(orderOf(`BR-${name}`))).ahead);
    expect(ahead).toEqual([0, 1, 2, 3]);
    gate.resolve();
    await eventually(() => merged.length === 3);
    expect(merged).toEqual(['BR-ONE', 'BR-TWO', 'BR-THREE']);

    gate = Promise.withResolvers<void>();
    await eventually(() => trying === 'BR-BLOCKED');
    await queueMerge(orderOf('BR-LATER'));
    blocked = false;
    gate.resolve();
    await eventually(() => merged.length === 5);
    expect(merged.slice(3)).toEqual(['BR-BLOCKED', 'BR-LATER']);
  });
});

test('while GitHub wants no writes everybody keeps the place, and is told until when nobody is merged', async () => {
  let tries = 0;
  const merge: Merge = async () => {
    tries += 1;
    throw limitedFailure('GitHub is written to at most 80 times a minute.', 3_600_000);
  };
  const requests = [await begin('BR-HELD1'), await begin('BR-HELD2')];
  await withFleet('example/held', merge, async () => {
    const { queueMerge } = createMergeQueueActivities({ client: env.client, fleet: 'example/held' });
    await queueMerge(orderOf('BR-HELD1'));
    await eventually(async () => (await signalsTo('BR-HELD1')).length > 0);
    expect(await signalsTo('BR-HELD1')).toEqual(['mergeDelayed']);
    await queueMerge(orderOf('BR-HELD2'));
    const line = env.client.workflow.getHandle('git:example.held');
    expect(await line.query(mergeLineQuery)).toEqual(['BR-HELD1', 'BR-HELD2']);
    expect(tries).toBe(1);
  });
  for (const request of requests) await request.terminate();
});

test('what cannot be merged is answered, and holds nobody up', async () => {
  const merge: Merge = async ({ reference }) => {
    if (reference === 'BR-WRONG') throw failure('ContentChanged', 'It stands at another commit');
    return { mergeSha: 'b'.repeat(40) };
  };
  const requests = [await begin('BR-WRONG'), await begin('BR-RIGHT')];
  await withFleet('example/wrong', merge, async () => {
    const { queueMerge } = createMergeQueueActivities({ client: env.client, fleet: 'example/wrong' });
    await queueMerge(orderOf('BR-WRONG'));
    await queueMerge(orderOf('BR-RIGHT'));
    await eventually(async () => (await signalsTo('BR-RIGHT')).includes('merged'));
    expect(await signalsTo('BR-WRONG')).toEqual(['merged']);
    const line = env.client.workflow.getHandle('git:example.wrong');
    expect(await line.query(mergeLineQuery)).toEqual([]);
  });
  for (const request of requests) await request.terminate();
});

test('whose cluster is frozen while it stands in line leaves the line unmerged, and is told so', async () => {
  const merged: string[] = [];
  const merge: Merge = async ({ reference }) => {
    merged.push(reference);
    return { mergeSha: 'b'.repeat(40) };
  };
  const frozen = {
    target: 'cluster-west-prod',
    until: '2026-12-01T00:00:00Z',
    reason: 'Storage',
    by: 'olga',
    since: '',
  };
  const findWindow: Activities['findWindow'] = async ({ clusters }) =>
    clusters.includes(frozen.target) ? frozen : null;
  const requests = [await begin('BR-FROZEN'), await begin('BR-WARM')];
  const play = async () => {
    const { queueMerge } = createMergeQueueActivities({ client: env.client, fleet: 'example/frozen' });
    await queueMerge(orderOf('BR-FROZEN', ['cluster-east-prod', 'cluster-west-prod']));
    await queueMerge(orderOf('BR-WARM'));
    await eventually(async () => (await signalsTo('BR-WARM')).includes('merged'));
    expect(await signalsTo('BR-FROZEN')).toEqual(['merged']);
    expect(merged).toEqual(['BR-WARM']);
    const line = env.client.workflow.getHandle('git:example.frozen');
    expect(await line.query(mergeLineQuery)).toEqual([]);
  };
  await withFleet('example/frozen', merge, play, findWindow);
  for (const request of requests) await request.terminate();
});
