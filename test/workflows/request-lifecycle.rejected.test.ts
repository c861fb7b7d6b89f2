import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import type { PullRequestState } from '../../src/domain/change.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { decideUpdate, rejectSignal, timelineQuery } from '../../src/workflows/messages.ts';
import { decisionOf, withRequest } from '../support/lifecycle.ts';
import { reachDecision, say } from '../support/lifecycle-moves.ts';
import { happyActivities } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const OPEN: PullRequestState = {
  state: 'open',
  headSha: 'a'.repeat(40),
  specMatches: true,
  branchExists: true,
  reviews: [],
};

test('a rejection closes the pull request, then puts the accounts away, and says so', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    await say(request, 'reject');

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('rejected');
    expect(status.undo).toEqual({ undone: ['pull request #7', 'group berth-payments-developers'], left: [] });
    expect(status.deliveries).toContainEqual(expect.objectContaining({ what: 'closed', outcome: 'sent' }));
    expect(request.calls).not.toContain('queueMerge');
    expect(request.calls).toContain('writeLedger');
  });
});

test('a decision that does not count is shown with its reason and changes nothing', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    await say(request, 'approve', 'mallory');

    const status = await request.until((s) => s.decisions.length === 1);

    expect(status.decisions[0]).toMatchObject({ counts: false, refusal: 'mallory may not decide' });
    expect(status.step).toBe('APPROVAL_WORKFLOW');
    expect(request.calls).not.toContain('queueMerge');
    await say(request, 'reject');
    await request.handle.result();
  });
});

test('what cannot be undone is listed as left, and the rest is undone all the same', async () => {
  const closePullRequest = () => Promise.reject(failure('Forbidden', 'may not close pull requests'));
  await withRequest(env, { activities: { closePullRequest } }, async (request) => {
    await reachDecision(request);
    await say(request, 'reject');

    const status: RequestStatus = await request.handle.result();

    expect(status.undo.left).toEqual(['change: may not close pull requests']);
    expect(status.undo.undone).toEqual(['group berth-payments-developers']);
  });
});

describe('a pull request that is merged while it is being closed', () => {
  const closePullRequest = () => Promise.reject(failure('UnapprovedMerge', 'Pull request #7 was merged meanwhile.'));
  const merged: Partial<PullRequestState>[] = [{}, { state: 'merged', mergeSha: '9a0c'.repeat(10) }];

  test('is reverted', async () => {
    const reads = [...merged];
    const readPullRequest = async () => ({ ...OPEN, ...reads.shift() });
    await withRequest(env, { activities: { closePullRequest, readPullRequest } }, async (request) => {
      await reachDecision(request);
      await say(request, 'reject');

      const status: RequestStatus = await request.handle.result();

      expect(status.undo).toEqual({ undone: ['merged change', 'group berth-payments-developers'], left: [] });
    });
  });

  test('is listed as left as long as GitHub does not show the merge', async () => {
    await withRequest(env, { activities: { closePullRequest } }, async (request) => {
      await reachDecision(request);
      await say(request, 'reject');

      const status: RequestStatus = await request.handle.result();

      expect(request.calls).not.toContain('revertChange');
      expect(status.undo.left).toEqual(['change: Pull request #7 was merged meanwhile.']);
    });
  });
});

test('a refused decision does not keep the genuine one of the same id out', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    const genuine = decisionOf(request.reference, 'approve');
    await request.handle.executeUpdate(decideUpdate, { args: [{ ...genuine, person: 'mallory' }] });
    await request.until((s) => s.decisions.length === 1);
    await request.handle.executeUpdate(decideUpdate, { args: [genuine] });

    const status = await request.until((s) => s.waitingOn?.kind === 'git');

    expect(status.decisions.map((judged) => judged.counts)).toEqual([false, true]);
    await request.handle.terminate();
  });
});

test('once it is decided nothing more is taken in, by no door', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    await say(request, 'approve');
    await request.until((s) => s.waitingOn?.kind === 'git');

    await expect(say(request, 'reject')).rejects.toMatchObject({
      cause: { message: 'There is nothing to decide now' },
    });

    await request.handle.signal(rejectSignal, { person: 'lee' });
    const timeline = await request.handle.query(timelineQuery);
    expect(timeline.at(-1)?.text).toBe('reject by signal refused: there is nothing to decide now');
    await request.handle.terminate();
  });
});

test('a decision that comes while another is being judged is shown as too late', async () => {
  let judge = () => {};
  const held = new Promise<void>((resolve) => {
    judge = resolve;
  });
  const judgeDecision: Activities['judgeDecision'] = async (input) => {
    await held;
    return happyActivities([]).judgeDecision(input);
  };
  await withRequest(env, { activities: { judgeDecision } }, async (request) => {
    await reachDecision(request);
    await say(request, 'approve');
    await say(request, 'reject');
    judge();

    const status = await request.until((s) => s.waitingOn?.kind === 'git');

    expect(status.decisions).toMatchObject([
      { counts: true, decision: { verdict: 'approve' } },
      { counts: false, decision: { verdict: 'reject' }, refusal: expect.stringContaining('too late') },
    ]);
    await request.handle.terminate();
  });
});
