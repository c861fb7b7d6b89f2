import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import type { PlacementStatus, RequestStatus } from '../../src/domain/status.ts';
import { repairUpdate, withdrawUpdate } from '../../src/workflows/messages.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { reachMerge } from '../support/lifecycle-moves.ts';
import { CHANGE_PLAN } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());
// What stands is handed over: its workflow would be in the way of the next test's.
afterEach(() =>
  env.client.workflow
    .getHandle('environment:payments-prod')
    .terminate()
    .catch(() => undefined),
);

const EAST = 'cluster-east-prod';
const WEST = 'cluster-west-prod';
const planChange = async () => ({
  ...CHANGE_PLAN,
  placements: [EAST, WEST].map(
    (cluster) => ({ cluster, environment: 'payments-prod', executor: 'kubernetes' }) as const,
  ),
});

const withdraw = ({ handle }: Played) =>
  handle.executeUpdate(withdrawUpdate, { args: [{ person: 'dana', channel: 'api' }] });

const UNDOING = ['revertChange', 'removeInfrastructure', 'retireAccounts'];

test('what Flux has made ready without being looked at is not torn down', async () => {
  const applyInfrastructure: Activities['applyInfrastructure'] = async ({ placement: { cluster } }) => {
    if (cluster === WEST) throw failure('Forbidden', 'may not create namespaces');
    return { objects: [], missing: [] };
  };
  const awaitPlacement: Activities['awaitPlacement'] = async ({ placement: { cluster } }) => ({
    cluster,
    state: cluster === EAST ? 'ready' : 'pending',
  });
  await withRequest(env, { activities: { planChange, applyInfrastructure, awaitPlacement } }, async (request) => {
    await reachMerge(request);
    await request.until((s) => s.phase === 'needs-person');
    await withdraw(request);

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('partially-ready');
    expect(status.undo).toEqual({ undone: [], left: [expect.stringContaining(`payments-prod on ${EAST} is ready`)] });
    for (const name of UNDOING) expect(request.calls).not.toContain(name);
    const kept = await env.client.workflow.getHandle('environment:payments-prod').query('environment');
    expect(kept).toMatchObject({ clusters: [EAST], reference: request.reference });
  });
});

test('what has walls and cannot be read may be ready, and stays', async () => {
  const awaitPlacement = () => Promise.reject(failure('Forbidden', 'may not read Kustomizations'));
  await withRequest(env, { activities: { awaitPlacement } }, async (request) => {
    await reachMerge(request);
    await request.until((s) => s.phase === 'needs-person');
    await request.handle.executeUpdate(repairUpdate, { args: [{ person: 'olga', channel: 'api', repair: 'undo' }] });

    const status: RequestStatus = await request.handle.result();

    expect(status.undo).toEqual({ undone: [], left: [expect.stringContaining('may not read Kustomizations')] });
    for (const name of UNDOING) expect(request.calls).not.toContain(name);
  });
});

test('withdrawn while Flux makes it ready, it is too late', async () => {
  let finish: (status: PlacementStatus) => void = () => {};
  const awaitPlacement = () => new Promise<PlacementStatus>((resolve) => void (finish = resolve));
  await withRequest(env, { activities: { awaitPlacement } }, async (request) => {
    await reachMerge(request);
    while (!request.calls.includes('awaitPlacement')) await request.until(() => true);
    await withdraw(request);
    finish({ cluster: EAST, state: 'ready' });

    const status: RequestStatus = await request.handle.result();

    expect(status).toMatchObject({ phase: 'ready', undo: { undone: [] } });
    for (const name of UNDOING) expect(request.calls).not.toContain(name);
  });
});

test('a placement that failed is told at once and looked at again in a while, not at once', async () => {
  const awaitPlacement = async () =>
    ({ cluster: EAST, state: 'failed', message: 'BuildFailed: no such file' }) as const;
  await withRequest(env, { activities: { awaitPlacement } }, async (request) => {
    await reachMerge(request);
    await request.until((s) => s.waitingOn?.text === 'BuildFailed: no such file');

    const { events = [] } = await request.handle.fetchHistory();

    expect(request.calls.filter((name) => name === 'awaitPlacement')).toHaveLength(1);
    const summaries = events?.flatMap(({ timerStartedEventAttributes: timer, userMetadata }) =>
      timer ? [Buffer.from(userMetadata?.summary?.data ?? []).toString()] : [],
    );
    expect(summaries?.at(-1)).toBe(`"Look again at ${EAST}"`);
    await request.handle.terminate();
  });
});
