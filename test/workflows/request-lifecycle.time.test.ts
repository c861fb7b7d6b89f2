import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities, MailOrder } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import type { LedgerEntry } from '../../src/domain/ledger.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { mergedSignal, statusQuery } from '../../src/workflows/messages.ts';
import { withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachDecision, reachMerge, say } from '../support/lifecycle-moves.ts';
import { startTimeSkipping } from '../support/temporal.ts';

// Each test its own server: a workflow that is left open would hold the clock of the next.
let env: TestWorkflowEnvironment;
beforeEach(async () => {
  env = await startTimeSkipping();
});
afterEach(() => env.teardown());

test('a requester who never chooses is reminded, then the request expires and what was made is undone', async () => {
  const mails: MailOrder[] = [];
  const nudged: unknown[] = [];
  const activities: Partial<Activities> = {
    sendMail: async (order) => void mails.push(order),
    nudge: async (left) => void nudged.push(left),
  };
  await withRequest(env, { draft: { environments: [] }, activities }, async (request) => {
    await confirmAccounts(request);
    await request.until((s) => s.task?.id === 'selection');

    const status: RequestStatus = await request.handle.result();

    expect(status).toMatchObject({ phase: 'expired', undo: { undone: ['group berth-payments-developers'] } });
    const { reference } = request;
    expect(nudged).toEqual([{ person: 'dana', nudge: { reference, project: 'payments', since: expect.any(String) } }]);
    expect(mails.at(-1)).toMatchObject({ what: 'closed', data: { outcome: 'expired' } });
  });
});

test('a lead who never decides lets the request expire; the pull request is closed first', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('expired');
    expect(status.undo.undone).toEqual(['pull request #7', 'group berth-payments-developers']);
  });
});

test('nobody repairs what failed for good: the request ends undone, not stuck', async () => {
  const proposeChange = () => Promise.reject(failure('Forbidden', 'Berth may not push'));
  await withRequest(env, { activities: { proposeChange } }, async (request) => {
    await confirmAccounts(request);

    const status: RequestStatus = await request.handle.result();

    expect(status).toMatchObject({ phase: 'expired', failure: null });
    expect(status.undo.undone).toContain('group berth-payments-developers');
  });
});

test('an outage is waited out where people see it, without asking a person', async () => {
  let calls = 0;
  const planChange = async () => {
    calls += 1;
    if (calls <= 9) throw failure('Unavailable', 'GitHub answers 502.');
    const { CHANGE_PLAN } = await import('../support/scripted-activities.ts');
    return CHANGE_PLAN;
  };
  const seen: string[] = [];
  await withRequest(env, { activities: { planChange } }, async (request) => {
    await confirmAccounts(request);
    const waiting = await request.until((s) => s.waitingOn?.kind === 'retry');
    seen.push(waiting.waitingOn?.text ?? '');

    const status: RequestStatus = await request.handle.result();

    expect(seen[0]).toMatch(/^GitHub answers 502\. Trying again in \d+ s\.$/);
    expect(calls).toBeGreaterThan(9);
    expect(status.phase).toBe('expired');
    expect(request.calls).toContain('proposeChange');
  });
});

test('an outage while undoing is waited out too, so that nothing is left behind', async () => {
  let calls = 0;
  const retireAccounts = async () => {
    calls += 1;
    if (calls <= 5) throw failure('Unavailable', 'dc1 does not answer.');
    return ['group berth-payments-developers'];
  };
  await withRequest(env, { activities: { retireAccounts } }, async (request) => {
    await reachDecision(request);
    await say(request, 'reject');

    const status: RequestStatus = await request.handle.result();

    expect(status.undo).toEqual({ undone: ['pull request #7', 'group berth-payments-developers'], left: [] });
  });
});

test('a task that nobody takes is asked for once more, then the request ends', async () => {
  const said: string[] = [];
  const announceInSlack = async ({ what }: { what: string }) => {
    said.push(what);
    return [];
  };
  await withRequest(env, { activities: { announceInSlack } }, async (request) => {
    await request.until((s) => s.task?.id === 'accounts');

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('expired');
    expect(said).toEqual(['reminder-accounts-first-1', 'escalation-accounts', 'reminder-accounts-last-1']);
  });
});

test('GitHub fails at the merge for minutes: it is waited out and asked again, without a person', async () => {
  const orders: string[] = [];
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    await say(request, 'approve');
    for (const type of ['Unavailable', 'NotYet']) {
      while (request.calls.filter((name) => name === 'queueMerge').length <= orders.length)
        await request.until(() => true);
      orders.push(type);
      await request.until((s) => s.waitingOn?.kind === 'git');
      await request.handle.signal(mergedSignal, { failure: { type, message: `GitHub: ${type}` } });
      await request.until((s) => s.waitingOn?.text.startsWith(`GitHub: ${type} Trying again`) ?? false);
      await env.sleep('2 minutes');
    }

    await request.until((s) => s.waitingOn?.kind === 'git');

    expect(request.calls.filter((name) => name === 'queueMerge')).toHaveLength(3);
    expect((await request.handle.query(statusQuery)).failure).toBeNull();
    await request.handle.terminate();
  });
});

test('a mail server that is down for minutes is waited for by the messages, and nothing is recorded as lost', async () => {
  const tried = new Map<string, number>();
  const sendMail = async ({ what }: MailOrder) => {
    tried.set(what, (tried.get(what) ?? 0) + 1);
    if ((tried.get(what) ?? 0) < 10) throw failure('Unavailable', 'smtp.example.test does not answer.');
  };
  const askByMail = () => sendMail({ what: 'decision-needed' } as MailOrder);
  await withRequest(env, { activities: { sendMail, askByMail } }, async (request) => {
    await reachDecision(request);
    await say(request, 'reject');

    const status: RequestStatus = await request.handle.result();

    expect(status.deliveries.filter(({ channel }) => channel === 'mail').map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: tried.size }, () => 'sent'),
    );
    expect(tried.get('closed')).toBe(10);
  });
});

test('the ledger waits for GitHub too, and the phase stays what it is', async () => {
  let calls = 0;
  const writeLedger = async () => {
    calls += 1;
    if (calls <= 5) throw failure('Unavailable', 'GitHub answers 502.');
  };
  await withRequest(env, { activities: { writeLedger } }, async (request) => {
    await reachDecision(request);
    await say(request, 'reject');
    const waiting = await request.until((s) => s.waitingOn?.kind === 'retry');
    expect(waiting.phase).toBe('rejected');

    const status: RequestStatus = await request.handle.result();

    expect(status).toMatchObject({ phase: 'rejected', undo: { left: [] }, waitingOn: null });
  });
});

/** What incidents are told, in order. */
function listening() {
  const told: string[] = [];
  const activities: Partial<Activities> = {
    async joinIncident({ cause, problem, member }) {
      told.push(`join ${cause.system}: ${problem}${member.triesItself ? ', tries itself' : ''}`);
      return { key: 'forbidden-0123456789' };
    },
    leaveIncident: async () => void told.push('leave'),
  };
  return { told, activities };
}

test('nothing ends without its entry in the ledger: operators hear of it once, and it is tried every hour', async () => {
  let calls = 0;
  const written: LedgerEntry[] = [];
  const { told, activities } = listening();
  const writeLedger = async ({ entry }: { entry: LedgerEntry }) => {
    calls += 1;
    if (calls <= 2) throw failure('Forbidden', 'The App may not write.');
    written.push(entry);
  };
  await withRequest(env, { activities: { ...activities, writeLedger } }, async (request) => {
    await reachDecision(request);
    await say(request, 'reject');
    const waiting = await request.until((s) => s.waitingOn?.kind === 'retry');
    expect(waiting).toMatchObject({ phase: 'rejected', waitingOn: { who: ['GitHub'] } });
    await request.handle.result();

    expect(told).toEqual(['join GitHub: The App may not write., tries itself', 'leave']);
    expect(written).toMatchObject([
      { outcome: 'rejected', requester: 'dana', decisions: [{ person: 'lee', counts: true }] },
    ]);
    expect(JSON.stringify(written)).not.toContain('@example.test');
  });
});

test('operators hear once of a placement that goes on failing, long before they are asked', async () => {
  const cluster = 'cluster-east-prod';
  let looks = 0;
  const awaitPlacement = async () => {
    looks += 1;
    return looks < 5
      ? ({ cluster, state: 'failed', message: 'BuildFailed: no such file.' } as const)
      : ({ cluster, state: 'ready' } as const);
  };
  const { told, activities } = listening();
  await withRequest(env, { activities: { ...activities, awaitPlacement } }, async (request) => {
    await reachMerge(request);

    await request.handle.result();

    expect(told).toEqual([`join ${cluster}: ${cluster}: BuildFailed: no such file., tries itself`, 'leave']);
  });
});
