import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
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

test('undo of a later request takes out only whom it put in', async () => {
  const proposeAccounts = async () => ({ ...PLAN, madeBy: 'BR-0000000000' });
  const { orders } = await retired({ proposeAccounts, readTeam: async () => ['dana-hub'] });

  expect(orders).toEqual([expect.objectContaining({ added: ['cora-hub'] })]);
});

test('undo waits for the team that is being made beside the main line', async () => {
  const order: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let attempts = 0;
  const activities: Partial<Activities> = {
    ensureTeam: async () => {
      await held;
      attempts += 1;
      // The retry comes after everything else that undo asks for.
      if (attempts === 1) throw failure('Unavailable', 'GitHub answers 502.');
      order.push('made');
    },
    retireTeam: async () => {
      order.push('taken back');
      return [];
    },
    retireAccounts: async () => {
      release();
      return [];
    },
  };
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await withdraw(request);
  });

  expect(order).toEqual(['made', 'taken back']);
});
