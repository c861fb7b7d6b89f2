import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { PullRequestState } from '../../src/domain/change.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { hintSignal, mergedSignal, repairUpdate } from '../../src/workflows/messages.ts';
import { decisionOf, type Played, withRequest } from '../support/lifecycle.ts';
import { reachDecision, say } from '../support/lifecycle-moves.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const HEAD = 'a'.repeat(40);
const OPEN: PullRequestState = { state: 'open', headSha: HEAD, specMatches: true, branchExists: true, reviews: [] };

/** A request whose pull request reads as `state` once GitHub hints at it. */
function readAs(state: Partial<PullRequestState>, script: object = {}) {
  return { activities: { readPullRequest: async () => ({ ...OPEN, ...state }), ...script } };
}

async function hintAtDecision(request: Played): Promise<void> {
  await reachDecision(request);
  await request.handle.signal(hintSignal, { system: 'github' });
}

const repair = (request: Played, what: 'retry' | 'undo') =>
  request.handle.executeUpdate(repairUpdate, {
    args: [{ person: 'olga', channel: 'api', repair: what, reason: 'because' }],
  });

const found = (id: string) => ({ findPerson: async () => ({ id, name: id, mail: `${id}@example.test` }) });

test('a review on GitHub is a decision like any other', async () => {
  const review = {
    id: '5',
    login: 'leemarsh',
    verdict: 'approve',
    commit: HEAD,
    body: '',
    at: '2026-11-21T10:00:00Z',
  } as const;
  const decisionsFromReviews = async ({ reference }: { reference: string }) => ({
    decisions: [{ ...decisionOf(reference, 'approve'), id: 'github-5', channel: 'github' as const }],
    early: [],
  });
  await withRequest(env, readAs({ reviews: [review] }, { decisionsFromReviews }), async (request) => {
    await hintAtDecision(request);

    const status = await request.until((s) => s.waitingOn?.kind === 'git');

    expect(status.decisions).toMatchObject([{ counts: true, decision: { channel: 'github', person: 'lee' } }]);
    await request.handle.terminate();
  });
});

test('closed by somebody who may decide, it is rejected', async () => {
  await withRequest(env, readAs({ state: 'closed', endedBy: 'leemarsh' }, found('lee')), async (request) => {
    await hintAtDecision(request);

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('rejected');
    expect(status.undo.left).toEqual([]);
  });
});

test('closed by somebody else, it needs a person, and retry opens it again', async () => {
  let state: Partial<PullRequestState> = { state: 'closed', endedBy: 'mallory' };
  const readPullRequest = async () => ({ ...OPEN, ...state });
  await withRequest(env, { activities: { readPullRequest, ...found('mallory') } }, async (request) => {
    await hintAtDecision(request);
    const stuck = await request.until((s) => s.phase === 'needs-person');
    expect(stuck.failure?.message).toContain('mallory closed pull request #7 but may not decide');
    state = {};
    await repair(request, 'retry');

    await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person' && s.failure === null);

    expect(request.calls.filter((name) => name === 'proposeChange')).toHaveLength(2);
    await request.handle.terminate();
  });
});

test('merged by hand without the decisions, nothing is applied; undo restores our paths', async () => {
  const merged = { state: 'merged', mergeSha: 'c'.repeat(40), endedBy: 'olgareyes' } as const;
  await withRequest(env, readAs(merged), async (request) => {
    await hintAtDecision(request);
    const stuck = await request.until((s) => s.phase === 'needs-person');
    expect(stuck.failure).toMatchObject({ type: 'UnapprovedMerge' });
    expect(stuck.failure?.message).toContain('olgareyes merged');
    expect(request.calls).not.toContain('applyInfrastructure');
    await repair(request, 'undo');

    const status: RequestStatus = await request.handle.result();

    expect(status.undo.undone).toEqual(['merged change', 'group berth-payments-developers']);
    expect(request.calls).not.toContain('closePullRequest');
  });
});

test('a deleted branch is put back, although GitHub has closed the pull request with it', async () => {
  let state: Partial<PullRequestState> = { state: 'closed', branchExists: false, endedBy: 'leemarsh' };
  const readPullRequest = async () => ({ ...OPEN, ...state });
  const restoreBranch = async () => void (state = {});
  await withRequest(env, { activities: { readPullRequest, restoreBranch, ...found('lee') } }, async (request) => {
    await hintAtDecision(request);
    while (!request.calls.includes('restoreBranch')) await request.until(() => true);

    const status = await request.until((s) => s.waitingOn?.kind === 'person');

    expect(status).toMatchObject({ phase: 'waiting', step: 'APPROVAL_WORKFLOW' });
    await request.handle.terminate();
  });
});

test('the hints that follow one deletion put the branch back once', async () => {
  let state: Partial<PullRequestState> = { state: 'closed', branchExists: false, endedBy: 'leemarsh' };
  const readPullRequest = async () => ({ ...OPEN, ...state });
  const restoreBranch = async () => void (state = {});
  await withRequest(env, { activities: { readPullRequest, restoreBranch } }, async (request) => {
    await reachDecision(request);
    for (let hint = 0; hint < 3; hint += 1) await request.handle.signal(hintSignal, { system: 'github' });
    while (!request.calls.includes('restoreBranch')) await request.until(() => true);
    await request.handle.signal(hintSignal, { system: 'github' });

    await request.until((s) => s.waitingOn?.kind === 'person' && request.calls.at(-1) === 'readPullRequest');

    expect(request.calls.filter((name) => name === 'restoreBranch')).toHaveLength(1);
    await request.handle.terminate();
  });
});

test('approved, but merged by hand with other content, nothing is applied', async () => {
  const merged = { state: 'merged', mergeSha: 'c'.repeat(40), headSha: 'd'.repeat(40), specMatches: false } as const;
  await withRequest(env, readAs({ ...merged, branchExists: false, endedBy: 'mallory' }), async (request) => {
    await reachDecision(request);
    await say(request, 'approve');
    await request.until((s) => s.waitingOn?.kind === 'git');
    await request.handle.signal(mergedSignal, { failure: { type: 'ContentChanged', message: 'the head moved' } });

    const stuck = await request.until((s) => s.phase === 'needs-person');

    expect(stuck.failure).toMatchObject({ type: 'UnapprovedMerge' });
    expect(stuck.failure?.message).toContain('mallory merged pull request #7 with other content');
    await request.handle.terminate();
  });
});

test('other content on the branch voids what was said and asks for a person', async () => {
  await withRequest(env, readAs({ headSha: 'd'.repeat(40), specMatches: false }), async (request) => {
    await hintAtDecision(request);

    const status = await request.until((s) => s.phase === 'needs-person');

    expect(status.failure).toMatchObject({ type: 'ContentChanged' });
    await request.handle.terminate();
  });
});

test('an update from base that leaves our paths equal keeps the question open at the new head', async () => {
  const heads: string[] = [];
  const mirrorApproval = async ({ headSha }: { headSha: string }) => void heads.push(headSha);
  await withRequest(env, readAs({ headSha: 'e'.repeat(40) }, { mirrorApproval }), async (request) => {
    await hintAtDecision(request);

    const status = await request.until(
      (s) => s.pullRequest?.headSha === 'e'.repeat(40) && s.waitingOn?.kind === 'person',
    );

    expect(status.failure).toBeNull();
    expect(heads).toEqual([HEAD, 'e'.repeat(40)]);
    await request.handle.terminate();
  });
});
