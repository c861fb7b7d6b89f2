import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities, IncidentActivities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import type { FailureType } from '../../src/domain/failures.ts';
import { repairUpdate, withdrawUpdate } from '../../src/workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachDecision, say } from '../support/lifecycle-moves.ts';
import { happyActivities } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

type Joined = Parameters<IncidentActivities['joinIncident']>[0];

/** What the request tells incidents, in order. */
function listening() {
  const joined: Joined[] = [];
  const told: string[] = [];
  const announced: string[] = [];
  const activities: Partial<Activities> = {
    joinIncident: async (order) => {
      joined.push(order);
      const key = `${order.cause.type.toLowerCase()}-0123456789`;
      told.push(`join ${key}`);
      return { key };
    },
    leaveIncident: async ({ key }) => void told.push(`leave ${key}`),
    announceInSlack: async ({ what, text }) => {
      if (what.startsWith('needs-person')) announced.push(text);
      return [];
    },
  };
  return { joined, told, announced, activities };
}

/** Fails for good with these, one after the other, then works. */
function failing(...types: FailureType[]): Activities['proposeChange'] {
  const left = [...types];
  return async (input) => {
    const type = left.shift();
    if (type) throw failure(type, `Berth may not push ${input.request.project}`);
    return happyActivities([]).proposeChange(input);
  };
}

const stuck = ({ until }: Played, type: string) => until((s) => s.failure?.type === type);
const repair = ({ handle }: Played) =>
  handle.executeUpdate(repairUpdate, { args: [{ person: 'olga', channel: 'api', repair: 'retry' }] });

test('it joins the incident of its cause, shows which, and leaves it once the call succeeds', async () => {
  const { joined, told, announced, activities } = listening();
  const script = { ...activities, proposeChange: failing('Forbidden') };
  await withRequest(env, { activities: script }, async (request) => {
    await confirmAccounts(request);
    const { failure: shown, task } = await request.until((s) => s.failure?.incident !== undefined);
    expect(shown?.incident).toBe('forbidden-0123456789');
    expect(joined).toEqual([
      {
        cause: { type: 'Forbidden', system: 'GitHub', words: 'berth may not push <own>' },
        problem: 'Berth may not push payments',
        member: {
          reference: request.reference,
          project: 'payments',
          step: 'GIT_PR_CREATION',
          since: task?.since,
          due: task?.due,
        },
      },
    ]);
    await repair(request);
    await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');

    await eventually(() => told.length === 2);
    expect(told).toEqual(['join forbidden-0123456789', 'leave forbidden-0123456789']);
    expect(announced).toEqual([]);
    await request.handle.terminate();
  });
});

test('one that fails again stays, and one that fails for another cause changes over', async () => {
  const { told, activities } = listening();
  const script = { ...activities, proposeChange: failing('Forbidden', 'Forbidden', 'Configuration') };
  await withRequest(env, { activities: script }, async (request) => {
    await confirmAccounts(request);
    for (const type of ['Forbidden', 'Forbidden', 'Configuration']) {
      await stuck(request, type);
      await repair(request);
    }
    await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');

    await eventually(() => told.length === 5);
    expect(told).toEqual([
      'join forbidden-0123456789',
      'join forbidden-0123456789',
      'join configuration-0123456789',
      'leave forbidden-0123456789',
      'leave configuration-0123456789',
    ]);
    await request.handle.terminate();
  });
});

test('one that ends leaves too', async () => {
  const { told, activities } = listening();
  const script = { ...activities, proposeChange: failing('Forbidden') };
  await withRequest(env, { activities: script }, async (request) => {
    await confirmAccounts(request);
    await stuck(request, 'Forbidden');
    await request.handle.executeUpdate(withdrawUpdate, { args: [{ person: 'dana', channel: 'api' }] });
    await request.handle.result();
    expect(told).toEqual(['join forbidden-0123456789', 'leave forbidden-0123456789']);
  });
});

test.each([
  ['support mends it', 'AccountConflict'],
  ['it is about this request alone', 'PlanDiffers'],
] as const)('where %s, it is told by itself and joins nothing (%s)', async (_, type) => {
  const { told, announced, activities } = listening();
  const script = { ...activities, proposeChange: failing(type) };
  await withRequest(env, { activities: script }, async (request) => {
    await confirmAccounts(request);
    const { failure: shown } = await stuck(request, type);
    await eventually(() => announced.length === 1);
    expect(announced).toEqual([`${request.reference} needs a person: Berth may not push payments`]);
    expect(shown).not.toHaveProperty('incident');
    expect(told).toEqual([]);
    await request.handle.terminate();
  });
});

test('when the incident cannot be joined, operators hear of the request by itself', async () => {
  const { announced, activities } = listening();
  const joinIncident = () => Promise.reject(failure('Configuration', 'Temporal refuses us'));
  const script = { ...activities, joinIncident, proposeChange: failing('Forbidden') };
  await withRequest(env, { activities: script }, async (request) => {
    await confirmAccounts(request);
    await stuck(request, 'Forbidden');
    await eventually(() => announced.length === 1);
    expect(announced).toEqual([`${request.reference} needs a person: Berth may not push payments`]);
    await repair(request);
    await reachDecisionAgain(request);
    await say(request, 'reject');
    await request.handle.result();
  });
});

const reachDecisionAgain = ({ until }: Played) =>
  until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');

test('a request that meets no failure tells incidents nothing', async () => {
  const { told, activities } = listening();
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await say(request, 'reject');
    await request.handle.result();
    expect(told).toEqual([]);
  });
});
