/* From somebody's leave to a decision in their place: their own workflow, the list of requests, the judge, and the request. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { createDecisionActivities } from '../../src/activities/decisions.ts';
import { tellStaffing } from '../../src/activities/people/staffing.ts';
import { signAbsence } from '../../src/auth/absence-tokens.ts';
import { signDecision } from '../../src/auth/decision-tokens.ts';
import { Secret } from '../../src/config.ts';
import { personWorkflowId } from '../../src/domain/naming.ts';
import { createAbsenceReader } from '../../src/intake/absences.ts';
import { absenceSignal, decideUpdate, WORKFLOWS } from '../../src/workflows/messages.ts';
import { authSettings } from '../support/auth.ts';
import { eventually } from '../support/eventually.ts';
import { decisionOf, type Played, withRequest } from '../support/lifecycle.ts';
import { reachDecision } from '../support/lifecycle-moves.ts';
import { absenceFrom } from '../support/person.ts';
import { startEnvironment } from '../support/temporal.ts';
import { fleet } from '../support/worked-example.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const KEY = new Secret('a decision key of at least thirty-two bytes');
const DAY = 24 * 3_600_000;
const DEMAND = {
  name: 'lead',
  mode: 'any',
  of: ['project-lead'],
  about: ['content'],
  onExpiry: 'deny',
  mayDelegate: true,
  why: 'A lead decides about every change.',
} as const;

/** Dora alone leads the project; Dana, who asks, and Xena have no role in it. */
function activities(): Partial<Activities> {
  const known = ['dana', 'dora', 'xena'].map((id) => ({ id, name: id, mail: `${id}@example.test` }));
  const decisions = createDecisionActivities({
    config: { auth: authSettings(KEY), plainSignals: 'token' },
    findPerson: async ({ id, mail }) => known.find((one) => one.id === id || one.mail === mail) ?? null,
    groupsOf: async () => [],
    membersOf: async (group) => (group === 'berth-payments-leads' ? ['dora', 'dana'] : []),
    absencesOf: createAbsenceReader(env.client, KEY),
    groups: { support: 's', operators: 'o', security: 'x', auditors: 'a' },
    policy: {
      ask: async () => ({
        answer: { stages: [DEMAND], autoApproval: null, denials: [] },
        version: { engine: 'embedded', version: 'approval@1' },
      }),
    },
    readFleet: async () => fleet(),
  });
  return { ...decisions, tellStaffing: (input) => tellStaffing(env.client, input) };
}

/** Who is waited for; the list by which requests are told of leave lags behind it. */
async function waitsFor({ until }: Played, person: string): Promise<void> {
  const { workflowId } = await until((s) => s.waitingOn?.who.join() === person);
  const query = `WorkflowId = '${workflowId}' AND BerthWaitingWho IN ("${person}")`;
  await eventually(async () => ((await env.client.workflow.count(query)).count > 0 ? true : undefined));
}

async function leave(taskQueue: string, who: string, delegate: string): Promise<void> {
  const absence = await signAbsence(KEY, who, { ...absenceFrom(Date.now(), -DAY, DAY, delegate), by: who });
  await env.client.workflow.signalWithStart(WORKFLOWS.person, {
    workflowId: personWorkflowId(who),
    taskQueue,
    args: [who],
    signal: absenceSignal,
    signalArgs: [absence],
  });
}

test('whoever stands in is waited for, decides, and it counts on the seat of who is away', async () => {
  await withRequest(env, { activities: activities() }, async (request) => {
    const { handle, reference, taskQueue, until } = request;
    await reachDecision(request);
    await waitsFor(request, 'dora');
    await leave(taskQueue, 'dora', 'xena');
    await until((s) => s.waitingOn?.who.join() === 'xena');
    const { expires: _, ...said } = decisionOf(reference, 'approve', 'xena');
    await handle.executeUpdate(decideUpdate, { args: [await signDecision(KEY, said)] });

    const { decisions } = await until((s) => s.waitingOn?.kind === 'git');

    expect(decisions).toMatchObject([{ counts: true, seat: 'dora', decision: { person: 'xena' } }]);
    await handle.terminate();
    await env.client.workflow.getHandle(personWorkflowId('dora')).terminate();
  });
});

test('a delegation to whoever asked for it holds for nothing: the one who is away is waited for, and asked', async () => {
  await withRequest(env, { activities: activities() }, async (request) => {
    const { handle, reference, taskQueue, until } = request;
    await leave(taskQueue, 'dora', 'dana');
    await reachDecision(request);
    await waitsFor(request, 'dora');
    const { expires: _, ...said } = decisionOf(reference, 'approve', 'dana');
    await handle.executeUpdate(decideUpdate, { args: [await signDecision(KEY, said)] });

    const { decisions, waitingOn } = await until((s) => s.decisions.length > 0 && s.waitingOn?.kind === 'person');

    expect(decisions).toMatchObject([{ counts: false, refusal: expect.stringContaining('asked for this') as string }]);
    expect(waitingOn?.who).toEqual(['dora']);
    await handle.terminate();
    await env.client.workflow.getHandle(personWorkflowId('dora')).terminate();
  });
});
