import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { RequestInput } from '../../src/domain/request.ts';
import {
  approveSignal,
  claimTaskUpdate,
  confirmSenderUpdate,
  mailReplySignal,
  releaseTaskUpdate,
  repairUpdate,
  selectUpdate,
  withdrawUpdate,
} from '../../src/workflows/messages.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachDecision, reachMerge, say } from '../support/lifecycle-moves.ts';
import { happyActivities, requestInput, SPEC_HASH } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

/** Plays a request to its end, and says what went into the record. */
async function recorded(
  play: (request: Played) => Promise<void>,
  script: Partial<Activities> = {},
  asked: Partial<RequestInput> = {},
): Promise<{ readonly entries: AuditEntry[]; readonly sendings: number }> {
  const entries: AuditEntry[] = [];
  let sendings = 0;
  const enterIntoRecord: Activities['enterIntoRecord'] = async (input) => {
    sendings += 1;
    entries.push(...input.entries);
  };
  await withRequest(env, { activities: { enterIntoRecord, ...script }, input: asked }, async (request) => {
    await play(request);
    await request.handle.result();
  });
  return { entries, sendings };
}

const inShort = ({ kind, by, what }: AuditEntry) => `${kind} ${by}: ${what}`;

test('who decided what through which door, and which policy asked for it, go into the record, with few sendings', async () => {
  const { entries, sendings } = await recorded(reachMerge);
  expect(entries.map(inShort)).toEqual([
    'act sam: Task done: Support checks the account plan',
    'policy policy: The policy approval@0123456789abcdef answered',
    'decision lee: approve through api: because',
    'policy policy: The policy approval@0123456789abcdef answered',
  ]);
  expect(entries[1]?.facts).toMatchObject({
    version: 'approval@0123456789abcdef',
    inputDigest: 'sha256:1',
    specHash: SPEC_HASH,
    stages: [{ name: 'lead', count: 1, approvers: ['lee'] }],
    autoApproval: null,
    denials: [],
  });
  expect(entries[2]?.facts).toMatchObject({ verdict: 'approve', stage: 'lead', specHash: SPEC_HASH, counts: true });
  expect(new Set(entries.map(({ id }) => id)).size).toBe(4);
  expect(new Set(entries.map(({ reference }) => reference)).size).toBe(1);
  expect(sendings).toBeLessThanOrEqual(4);
});

test('so do tasks that somebody takes, gives back and does, through which door', async () => {
  const { entries } = await recorded(async (request) => {
    await request.until((s) => s.task?.id === 'accounts');
    const sam = { person: 'sam', channel: 'cli', task: 'accounts' } as const;
    await request.handle.executeUpdate(claimTaskUpdate, { args: [sam] });
    const olga = { person: 'olga', channel: 'portal', task: 'accounts' } as const;
    const late = request.handle.executeUpdate(releaseTaskUpdate, { args: [{ ...olga, holder: 'sue' }] });
    await expect(late).rejects.toMatchObject({ cause: { message: "This task is sam's by now" } });
    await request.handle.executeUpdate(releaseTaskUpdate, { args: [{ ...olga, holder: 'sam' }] });
    await request.until((s) => s.task !== null && s.task.claimedBy === undefined);
    const twice = request.handle.executeUpdate(releaseTaskUpdate, { args: [{ ...olga, holder: 'sam' }] });
    await expect(twice).rejects.toMatchObject({ cause: { message: 'Nobody has claimed this task' } });
    await reachDecision(request);
    await say(request, 'reject');
  });
  expect(entries.slice(0, 3).map(({ by, facts }) => [by, facts])).toEqual([
    ['sam', { act: 'claim-task', task: 'accounts', channel: 'cli' }],
    ['olga', { act: 'release-task', claimedBy: 'sam', task: 'accounts', channel: 'portal' }],
    ['sam', { act: 'complete-task', task: 'accounts', channel: 'api' }],
  ]);
});

test('so do who confirmed that a mail was theirs, what was chosen, and who withdrew it, each through which door', async () => {
  const { draft } = requestInput('BR-0000000001', { environments: [] });
  const selection = { stage: 'dev', regions: ['east'], size: 'S', items: [] } as const;
  const { entries } = await recorded(
    async (request) => {
      const { handle } = request;
      await request.until((s) => s.waitingOn?.text === 'Confirm that you sent this request');
      await handle.executeUpdate(confirmSenderUpdate, { args: [{ person: 'dana', channel: 'mail' }] });
      await confirmAccounts(request);
      await request.until((s) => s.task?.id === 'selection');
      await handle.executeUpdate(selectUpdate, { args: [{ person: 'dana', channel: 'portal', selection }] });
      await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');
      await handle.signal(mailReplySignal, { from: 'dana@example.test', text: 'withdraw', command: 'withdraw' });
    },
    {},
    { senderProof: 'unproven', draft },
  );
  expect(entries.filter(({ kind }) => kind === 'act').map(({ by, facts }) => [by, facts])).toEqual([
    ['dana', { act: 'confirm-sender', channel: 'mail' }],
    ['sam', { act: 'complete-task', task: 'accounts', channel: 'api' }],
    ['dana', { act: 'select', selection, channel: 'portal' }],
    ['dana', { act: 'withdraw', reason: 'by mail', channel: 'mail' }],
  ]);
});

test('so does what is refused, with its reason', async () => {
  const { entries } = await recorded(async (request) => {
    await request.handle.signal(approveSignal, { person: 'lee' });
    await reachDecision(request);
    await request.handle.signal(approveSignal, { person: 'mallory' });
    await say(request, 'reject');
  });
  expect(entries.filter(({ kind }) => kind === 'decision').map(inShort)).toEqual([
    'decision lee: approve by signal refused: there is nothing to decide now',
    'decision mallory: approve through signal, refused: mallory may not decide',
    'decision lee: reject through api: because',
  ]);
  expect(entries.find(({ by }) => by === 'mallory')?.facts).toMatchObject({
    counts: false,
    refusal: 'mallory may not decide',
  });
});

test('a repair is there with who did it, why, and what was wrong', async () => {
  let failed = false;
  const proposeChange: Activities['proposeChange'] = async (input) => {
    if (failed) return happyActivities([]).proposeChange(input);
    failed = true;
    throw failure('Forbidden', 'Berth may not push');
  };
  const { entries } = await recorded(
    async (request) => {
      await confirmAccounts(request);
      await request.until((s) => s.phase === 'needs-person');
      const order = { person: 'olga', channel: 'cli', repair: 'retry', reason: 'The right is there now' } as const;
      await request.handle.executeUpdate(repairUpdate, { args: [order] });
      await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');
      await say(request, 'reject');
    },
    { proposeChange },
  );
  expect(entries.find(({ kind }) => kind === 'repair')).toMatchObject({
    by: 'olga',
    what: 'Repair: retry (The right is there now)',
    facts: {
      repair: 'retry',
      channel: 'cli',
      step: 'GIT_PR_CREATION',
      failure: { type: 'Forbidden', message: 'Berth may not push' },
    },
  });
});

test('no request ends before the record has it, however often that has to be tried', async () => {
  let tries = 0;
  const seen: AuditEntry[] = [];
  await recorded(
    async (request) => {
      await reachDecision(request);
      const order = { person: 'dana', channel: 'api', reason: 'dana@example.test needs it no more' };
      await request.handle.executeUpdate(withdrawUpdate, { args: [order] });
    },
    {
      enterIntoRecord: async ({ entries }) => {
        tries += 1;
        if (tries < 4) throw new Error('Temporal is away');
        seen.push(...entries);
      },
    },
  );
  expect(seen.map(inShort)).toContain('act dana: Withdrawn: (mail address) needs it no more');
});
