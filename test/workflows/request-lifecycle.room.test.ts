import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities, ReservationActivities } from '../../src/activities/contracts.ts';
import { NO_LOAD } from '../../src/domain/load.ts';
import { selectUpdate, withdrawUpdate } from '../../src/workflows/messages.ts';
import { withBooks } from '../support/books.ts';
import { eventually } from '../support/eventually.ts';
import { type Played, startBeside, withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachDecision, reachMerge } from '../support/lifecycle-moves.ts';
import { standing, withCapacity } from '../support/limits.ts';
import { CHANGE_PLAN, SELECTION } from '../support/scripted-activities.ts';
import { startEnvironment, startTimeSkipping } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const CLUSTER = 'cluster-east-prod';
const POOL = `pool:${CLUSTER}`;
/** Two cores. */
const claims = [{ book: POOL, load: { ...NO_LOAD, milliCpu: 2000 } }];

/** Requests whose environments take two cores of the one cluster, unless `sizes` says another by project. */
const withAsking = (
  { reserveRoom, confirmRoom, releaseRoom }: ReservationActivities,
  play: (first: Played, next: (project: string) => Promise<Played>) => Promise<void>,
  sizes: Readonly<Record<string, number>> = {},
) => {
  const planChange: Activities['planChange'] = async ({ request: { project } }) => ({
    ...CHANGE_PLAN,
    environment: `${project}-prod`,
    claims: [{ book: POOL, load: { ...NO_LOAD, milliCpu: sizes[project] ?? 2000 } }],
  });
  const activities = { reserveRoom, confirmRoom, releaseRoom, planChange };
  return withRequest(env, { activities, draft: { project: 'one' } }, (first) =>
    play(first, async (project) => {
      const next = await startBeside(env, first, { draft: { project } });
      await confirmAccounts(next);
      return next;
    }),
  );
};

const inLine = (request: Played) => request.until((s) => s.waitingOn?.kind === 'capacity');
const withdraw = ({ handle }: Played) =>
  handle.executeUpdate(withdrawUpdate, { args: [{ person: 'dana', channel: 'api' }] });

test('without room a request stands in line where everybody sees it, and goes on when somebody leaves', async () => {
  await withBooks(env, async ({ activities, files, book }) => {
    withCapacity(files, CLUSTER, 3);
    await withAsking(activities, async (first, next) => {
      await reachDecision(first);
      const proposed = () => first.calls.filter((name) => name === 'proposeChange').length;
      const second = await next('two');
      const { waitingOn, step, phase, task } = await inLine(second);
      expect({ step, phase, proposed: proposed() }).toEqual({ step: 'GIT_PR_CREATION', phase: 'waiting', proposed: 1 });
      expect(waitingOn).toMatchObject({
        who: [CLUSTER],
        text: 'No room for 2 cores of CPU in the capacity of cluster-east-prod, which has 1 left of 3; first in the queue',
        next: 'the request expires and is undone',
      });
      expect(task).toMatchObject({ id: 'selection', queue: 'requester' });

      await withdraw(first);
      await first.handle.result();

      await second.until((s) => s.step === 'APPROVAL_WORKFLOW');
      expect((await book(POOL)).held.map(({ id }) => id)).toEqual([second.reference]);
      await withdraw(second);
      await second.handle.result();
      const { held, line } = await book(POOL);
      expect([held, line]).toEqual([[], []]);
    });
  });
});

test('whoever stands in line may choose otherwise, or withdraw; those behind move up', async () => {
  const sizes: Record<string, number> = {};
  await withBooks(env, async ({ activities, files, book }) => {
    withCapacity(files, CLUSTER, 3);
    const play: Parameters<typeof withAsking>[1] = async (first, next) => {
      await reachDecision(first);
      const second = await next('two');
      await inLine(second);
      const third = await next('three');
      expect((await inLine(third)).waitingOn?.text).toMatch(/second in the queue$/);
      sizes['two'] = 1000;
      await second.handle.executeUpdate(selectUpdate, {
        args: [{ person: 'dana', channel: 'api', selection: { ...SELECTION, size: 'XS' } }],
      });
      await second.until((s) => s.step === 'APPROVAL_WORKFLOW');
      await third.until((s) => s.waitingOn?.text.endsWith('first in the queue') === true);
      await withdraw(third);
      expect(await third.handle.result()).toMatchObject({ phase: 'withdrawn' });
      expect((await book(POOL)).line).toEqual([]);
      for (const request of [first, second]) {
        await withdraw(request);
        await request.handle.result();
      }
    };
    await withAsking(activities, play, sizes);
  });
});

test('once it is ready its room counts as standing, and is held no more', async () => {
  await withBooks(env, async ({ activities, files, book }) => {
    withCapacity(files, CLUSTER, 4);
    await withAsking(activities, async (request, next) => {
      await reachMerge(request);
      standing(files, { environment: 'one-prod', request: request.reference, cpu: 2 });
      expect(await request.handle.result()).toMatchObject({ phase: 'ready' });
      expect(request.calls.filter((name) => name.endsWith('Room'))).toEqual(['reserveRoom', 'confirmRoom']);
      await eventually(async () => (await book(POOL)).held.length === 0);
      const second = await next('two');
      await second.until((s) => s.step === 'APPROVAL_WORKFLOW');
      const { held, others } = await book(POOL);
      expect([held.map(({ id }) => id), others.milliCpu]).toEqual([[second.reference], 2000]);
      await withdraw(second);
      await second.handle.result();
    });
  });
});

test('a request whose plan has no limits asks nobody for room', async () => {
  await withRequest(env, {}, async (request) => {
    await reachMerge(request);
    expect(await request.handle.result()).toMatchObject({ phase: 'ready' });
    expect(request.calls.filter((name) => name.endsWith('Room'))).toEqual([]);
  });
});

test('nobody stands in line for ever: at the deadline the request expires and gives its place back', async () => {
  const skipping = await startTimeSkipping();
  try {
    const waiting = { who: [CLUSTER], text: 'No room' };
    const planChange = async () => ({ ...CHANGE_PLAN, claims });
    const reserveRoom = async () => ({ waiting, budgets: [] });
    await withRequest(skipping, { activities: { planChange, reserveRoom } }, async (request) => {
      await confirmAccounts(request);
      expect(await request.handle.result()).toMatchObject({ phase: 'expired' });
      expect(request.calls.filter((name) => name === 'releaseRoom')).toHaveLength(1);
    });
  } finally {
    await skipping.teardown();
  }
});
