import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { readableTime } from '../../src/domain/readable-time.ts';
import type { RequestStatus, WaitingOn } from '../../src/domain/status.ts';
import { mergedSignal, selectUpdate } from '../../src/workflows/messages.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachMerge, say } from '../support/lifecycle-moves.ts';
import { CHANGE_PLAN, SELECTION } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

/** What the memo and Temporal UI's current details say while the query says `waitingOn`. */
async function elsewhere(
  { handle }: Played,
  waitingOn: WaitingOn,
): Promise<{ memo: unknown; details: boolean; attributes: unknown }> {
  const { memo, typedSearchAttributes } = await handle.describe();
  const metadata: { currentDetails?: string } = await handle.query('__temporal_workflow_metadata');
  const { text, deadline, who } = waitingOn;
  const details = [text, readableTime(deadline), ...who].every((words) => metadata.currentDetails?.includes(words));
  const kind = typedSearchAttributes.getAll().find((pair) => pair.key.name === 'BerthWaitingKind')?.value;
  return { memo: (memo?.['status'] as RequestStatus | undefined)?.waitingOn, details, attributes: kind };
}

test('while others work it says who: the run of GitHub Actions, then Flux', async () => {
  let applied = () => {};
  let ready = () => {};
  const held = (release: (resolve: () => void) => void) => new Promise<void>(release);
  const [first] = CHANGE_PLAN.placements;
  if (!first) throw new Error('no placement');
  const activities: Partial<Activities> = {
    planChange: async () => ({ ...CHANGE_PLAN, placements: [{ ...first, executor: 'github-actions' }] }),
    applyInfrastructure: async () => {
      await held((resolve) => void (applied = resolve));
      return { objects: [], missing: [] };
    },
    awaitPlacement: async ({ placement: { cluster } }) => {
      await held((resolve) => void (ready = resolve));
      return { cluster, state: 'ready' };
    },
  };
  await withRequest(env, { activities }, async (request) => {
    await reachMerge(request);
    while (!request.calls.includes('applyInfrastructure')) await request.until(() => true);
    const { waitingOn: ci } = await request.until((s) => s.waitingOn?.kind === 'ci');
    expect(ci).toMatchObject({
      who: [first.cluster],
      text: expect.stringContaining('github-actions applies') as string,
    });
    applied();
    while (!request.calls.includes('awaitPlacement')) await request.until(() => true);
    const { waitingOn: flux } = await request.until((s) => s.step === 'RESOURCE_DEPLOYMENT');
    expect(flux).toMatchObject({
      kind: 'cluster',
      who: [first.cluster],
      text: expect.stringContaining('9a0c9a0') as string,
    });
    ready();

    await request.until((s) => s.phase === 'ready');
  });
  await env.client.workflow.getHandle('environment:payments-prod').terminate();
});

test('query, memo, search attributes and current details agree at every wait', async () => {
  await withRequest(env, { draft: { environments: [] } }, async (request) => {
    const kinds: string[] = [];
    const agree = async (wanted: (waitingOn: WaitingOn, status: RequestStatus) => boolean) => {
      const { waitingOn } = await request.until((s) => s.waitingOn !== null && wanted(s.waitingOn, s));
      if (!waitingOn) throw new Error('nothing is waited for');
      kinds.push(waitingOn.text);
      expect(await elsewhere(request, waitingOn)).toEqual({
        memo: waitingOn,
        details: true,
        attributes: waitingOn.kind,
      });
    };

    await agree((_, s) => s.task?.id === 'accounts');
    await confirmAccounts(request);
    await agree((_, s) => s.task?.id === 'selection');
    const chosen = { person: 'dana', channel: 'api', selection: SELECTION };
    await request.handle.executeUpdate(selectUpdate, { args: [chosen] });
    await agree((w, s) => s.step === 'APPROVAL_WORKFLOW' && w.kind === 'person');
    await say(request, 'approve');
    await agree((w) => w.kind === 'git');
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
    await request.handle.result();

    expect(kinds).toEqual([
      'Support checks the account plan',
      'Choose resources',
      'Project lead decides about spec 4be1… (+59.32 USD a month)',
      'In line to merge into the fleet',
    ]);
  });
});
