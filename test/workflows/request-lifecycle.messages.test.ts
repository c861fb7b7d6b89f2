import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { deliveryFailedSignal, repairUpdate, STATUS_MEMO } from '../../src/workflows/messages.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { reachDecision, say } from '../support/lifecycle-moves.ts';
import { CHANGE_PLAN } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

test('a reminder that is not delivered yet keeps no decision waiting', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begin = () => {};
  const reminded = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const activities: Partial<Activities> = {
    dueTimes: async ({ from }) => ({ reminders: [from], deadline: '2999-01-01T00:00:00.000Z' }),
    nudge: async () => {
      begin();
      await held;
    },
  };
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await reminded;
    await say(request, 'approve');

    const status = await request.until((s) => s.decisions.length === 1);

    expect(status.deliveries).not.toContainEqual(expect.objectContaining({ what: 'reminder' }));
    release();
    await request.handle.terminate();
  });
});

/** As pages, lists and `berth status` read it. */
const shownOf = async ({ handle }: Played) =>
  (await handle.describe()).memo?.[STATUS_MEMO] as RequestStatus | undefined;

test('a mail that came back is shown at once, however long the request waits', async () => {
  await withRequest(env, {}, async (request) => {
    await request.until((s) => s.task?.id === 'accounts');
    const bounce = { what: 'received', to: 'dana@example.test', reason: '552 Quota exceeded' };

    await request.handle.signal(deliveryFailedSignal, bounce);
    await request.until((s) => s.deliveries.some(({ outcome }) => outcome === 'failed'));

    expect((await shownOf(request))?.deliveries).toContainEqual({
      channel: 'mail',
      what: 'received',
      to: 'dana@example.test',
      outcome: 'failed',
      note: '552 Quota exceeded',
    });
    await request.handle.terminate();
  });
});

test('a mail that is refused is shown at once, however long the request waits', async () => {
  const sendMail: Activities['sendMail'] = async ({ what }) => {
    if (what === 'received') throw failure('Rejected', '550 no such user');
  };
  await withRequest(env, { activities: { sendMail } }, async (request) => {
    await request.until((s) => s.task?.id === 'accounts' && s.deliveries.length > 0);

    expect((await shownOf(request))?.deliveries).toContainEqual(
      expect.objectContaining({ what: 'received', outcome: 'failed', note: '550 no such user' }),
    );
    await request.handle.terminate();
  });
});

const toOtherContent = (request: Played) => {
  const selection = { stage: 'prod', regions: ['east'], size: 'XS', items: [] } as const;
  const args = { person: 'olga', channel: 'api', repair: 'edit', reason: 'smaller', selection } as const;
  return request.handle.executeUpdate(repairUpdate, { args: [args] });
};

const asksForChanges = (request: Played) => say(request, 'request-changes');

async function editsInRepair(request: Played): Promise<void> {
  await say(request, 'approve');
  await request.until((s) => s.phase === 'needs-person');
  await toOtherContent(request);
}

test.each([
  ['changes are requested', asksForChanges, 'Changes requested by lee: because'],
  ['an operator edits the selection', editsInRepair, 'Edited by olga'],
])('when %s the buttons of the old question are closed, in each place where it was asked', async (_, back, text) => {
  const posts = [
    { channel: 'D1', ts: '1.1', person: 'lee' },
    { channel: 'D2', ts: '1.2', person: 'nia' },
  ];
  const closed: unknown[] = [];
  const activities: Partial<Activities> = {
    planChange: async () => CHANGE_PLAN,
    askInSlack: async () => posts,
    closeInSlack: async (order) => void closed.push(order),
    queueMerge: () => Promise.reject(failure('Forbidden', 'Berth may not merge')),
  };
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await back(request);
    while (closed.length === 0) await request.until(() => true);

    expect(closed).toEqual([{ posts, text: expect.stringContaining(text) }]);
    await request.handle.terminate();
  });
});
