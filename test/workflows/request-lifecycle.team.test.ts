import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import type { AccountPlan } from '../../src/domain/accounts.ts';
import { withdrawUpdate } from '../../src/workflows/messages.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { reachDecision } from '../support/lifecycle-moves.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

type RetireInput = Parameters<Activities['retireTeam']>[0];

const person = (id: string) => ({ mail: `${id}@example.test`, id, name: id, exists: true, githubLogin: `${id}-hub` });
const PLAN: AccountPlan = {
  project: 'payments',
  people: [person('dana'), person('cora')],
  groups: [{ role: 'developers', name: 'berth-payments-developers', members: ['dana', 'cora'] }],
};

async function withdraw({ handle }: Played): Promise<void> {
  await handle.executeUpdate(withdrawUpdate, { args: [{ person: 'dana', channel: 'api' }] });
  await handle.result();
}

/** Plays a request that is withdrawn at the decision; returns with what undo was asked to take back. */
async function retired(activities: Partial<Activities>): Promise<{ orders: RetireInput[]; calls: string[] }> {
  const orders: RetireInput[] = [];
  const retireTeam = async (input: RetireInput) => {
    orders.push(input);
    return [];
  };
  let calls: string[] = [];
  await withRequest(
    env,
    { activities: { proposeAccounts: async () => PLAN, ...activities, retireTeam } },
    async (r) => {
      await reachDecision(r);
      await withdraw(r);
      calls = r.calls;
    },
  );
  return { orders, calls };
}

test('undo of a first request says which later ones need the team', async () => {
  const { orders, calls } = await retired({ findProjectUsers: async () => ['BR-0000000000'] });

  expect(orders).toEqual([expect.objectContaining({ neededBy: ['BR-0000000000'] })]);
  expect(calls.indexOf('retireAccounts')).toBeLessThan(calls.indexOf('findProjectUsers'));
});

test.each(['dana-hub', 'Dana-Hub'])('undo of a later request leaves %s, who was there before', async (there) => {
  const proposeAccounts = async () => ({ ...PLAN, madeBy: 'BR-0000000000' });
  const { orders } = await retired({ proposeAccounts, readTeam: async () => [there] });

  expect(orders).toEqual([expect.objectContaining({ added: ['cora-hub'] })]);
});

/** Waits until the workflow has gone on from the end of this activity; returns all that it has asked for by then. */
async function askedAfter({ handle }: Played, name: string): Promise<string[]> {
  for (;;) {
    const { events } = await handle.fetchHistory();
    const asked = (events ?? []).flatMap(({ eventId, activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled ? [{ id: String(eventId), name: scheduled.activityType?.name ?? '' }] : [],
    );
    const its = asked.find((activity) => activity.name === name)?.id;
    const from = (events ?? []).findIndex(
      (e) => String(e.activityTaskCompletedEventAttributes?.scheduledEventId) === its,
    );
    if (from >= 0 && events?.slice(from).some((e) => e.workflowTaskCompletedEventAttributes))
      return asked.map((activity) => activity.name);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('undo waits for the team that is being made beside the main line', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await withRequest(env, { activities: { ensureTeam: () => held } }, async (request) => {
    await reachDecision(request);
    await request.handle.executeUpdate(withdrawUpdate, { args: [{ person: 'dana', channel: 'api' }] });

    const asked = await askedAfter(request, 'retireAccounts');
    release();
    await request.handle.result();

    expect(asked).toContain('ensureTeam');
    expect(asked).not.toContain('findProjectUsers');
    expect(request.calls).toContain('retireTeam');
  });
});
