import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import type { ApprovalStage } from '../../src/domain/approval.ts';
import type { PullRequestState } from '../../src/domain/change.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { hintSignal, mergedSignal, repairUpdate, timelineQuery } from '../../src/workflows/messages.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachDecision, reachStage, sayIn } from '../support/lifecycle-moves.ts';
import { assessmentOf, stageOf } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

interface Told {
  readonly asked: string[];
  readonly checks: string[];
  readonly reminded: string[];
}

/** A world whose policy demands these stages; notes who is asked and reminded, and what the check shows. */
function worldWith(stages: readonly ApprovalStage[], script: Partial<Activities> = {}) {
  const told: Told = { asked: [], checks: [], reminded: [] };
  const activities: Partial<Activities> = {
    assessChange: async () => assessmentOf(stages),
    askByMail: async ({ stage, person }) => void told.asked.push(`${stage}: ${person}`),
    mirrorApproval: async ({ state, description }) => void told.checks.push(`${state}: ${description}`),
    nudge: async ({ person }) => void told.reminded.push(person),
    ...script,
  };
  return { told, activities };
}

const merging = ({ until }: Played) => until((s) => s.waitingOn?.kind === 'git');

test('two of three: the first approval is counted, everybody sees who is missing, the same person counts once', async () => {
  const lead = stageOf('lead', ['lee', 'nia', 'olga'], { mode: 'n-of', count: 2 });
  const { told, activities } = worldWith([lead]);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await sayIn(request, 'lead', 'lee');
    const half = await request.until((s) => s.waitingOn?.who.length === 2);
    expect(half.waitingOn).toMatchObject({
      who: ['nia', 'olga'],
      text: '2 of Project lead decide about spec 4be1… (+59.32 USD a month); 1 of 2: nia or olga',
    });
    await sayIn(request, 'lead', 'lee');
    await request.until((s) => s.decisions.length === 2 && s.waitingOn?.kind === 'person');

    await sayIn(request, 'lead', 'olga');

    await merging(request);
    expect(told.checks).toEqual([
      'pending: Waiting for lead 0 of 2: lee or nia or olga',
      'pending: Waiting for lead 1 of 2: nia or olga',
      'pending: Waiting for lead 1 of 2: nia or olga',
      'success: Approved by lead: lee, olga',
    ]);
    await request.handle.terminate();
  });
});

test('of all parties each needs a person of its own, even where one person is in both', async () => {
  const parties = [
    { role: 'project-lead', people: ['lee'] },
    { role: 'cost-centre-owner', people: ['lee', 'cora'] },
  ];
  const { activities } = worldWith([stageOf('lead', [], { mode: 'all', count: 2, parties })]);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await sayIn(request, 'lead', 'lee');
    const { waitingOn } = await request.until((s) => s.waitingOn?.who.join() === 'cora');
    expect(waitingOn?.text).toMatch(/^Project lead and Owner of CC-1042 decide .*; 1 of 2: cost-centre-owner: cora$/);

    await sayIn(request, 'lead', 'cora');

    await merging(request);
    await request.handle.terminate();
  });
});

test('a second stage is asked when the first has passed; until then its people are told whose turn it is', async () => {
  const { told, activities } = worldWith([stageOf('lead', ['lee']), stageOf('cost', ['cora'])]);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await expect(sayIn(request, 'cost', 'cora')).rejects.toMatchObject({
      cause: { message: 'It is the turn of the stage "lead"; "cost" is asked after it' },
    });
    expect(told.asked).toEqual(['lead: lee']);
    await sayIn(request, 'lead', 'lee');
    await reachStage(request, 'cost');
    expect(told.asked).toEqual(['lead: lee', 'cost: cora']);
    await sayIn(request, 'cost', 'cora', 'reject');

    const { phase, decisions }: RequestStatus = await request.handle.result();

    expect(phase).toBe('rejected');
    expect(decisions.map(({ decision, counts }) => [decision.stage, counts])).toEqual([
      ['lead', true],
      ['cost', true],
    ]);
    expect(told.checks.at(-1)).toMatch(/^failure: Rejected by cora/);
  });
});

const OPEN: PullRequestState = {
  state: 'open',
  headSha: 'a'.repeat(40),
  specMatches: true,
  branchExists: true,
  reviews: [],
};
const review = (verdict: 'approve' | 'dismissed') =>
  ({ id: '5', login: 'leemarsh', verdict, commit: OPEN.headSha, body: '', at: '2026-11-21T10:00:00Z' }) as const;

/** What the activity makes of a review of lee's. */
const fromReviews: Activities['decisionsFromReviews'] = async ({ reference, specHash, stages, reviews }) => ({
  decisions: reviews.map(({ id }) => ({
    id: `github-${id}`,
    reference,
    person: 'lee',
    verdict: 'approve',
    specHash,
    stage: stages[0]?.name ?? '',
    channel: 'github',
    expires: '2099-01-01T00:00:00Z',
  })),
  early: [],
});

test('a review that is dismissed counts no more: its stage is asked again, then the next goes on', async () => {
  let reviews: PullRequestState['reviews'] = [review('approve')];
  const { told, activities } = worldWith([stageOf('lead', ['lee', 'nia']), stageOf('cost', ['cora'])], {
    readPullRequest: async () => ({ ...OPEN, reviews }),
    decisionsFromReviews: fromReviews,
  });
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await request.handle.signal(hintSignal, { system: 'github' });
    await reachStage(request, 'cost');
    reviews = [review('dismissed')];
    await request.handle.signal(hintSignal, { system: 'github' });

    const { decisions } = await reachStage(request, 'lead');

    expect(decisions).toMatchObject([{ counts: false, refusal: 'Void: the review was dismissed on GitHub' }]);
    await sayIn(request, 'lead', 'nia');
    await reachStage(request, 'cost');
    await sayIn(request, 'cost', 'cora');
    await merging(request);
    // Those who are asked together are mailed beside each other.
    const both = ['lead: lee', 'lead: nia'];
    const rounds = [told.asked.slice(0, 2).toSorted(), told.asked[2], told.asked.slice(3, 5).toSorted(), told.asked[5]];
    expect(rounds).toEqual([both, 'cost: cora', both, 'cost: cora']);
    await request.handle.terminate();
  });
});

test('a stage that is parked at its deadline asks operators, who let it be asked again', async () => {
  const waits: (string | undefined)[] = [];
  const after = (from: string, ms: number) => new Date(Date.parse(from) + ms).toISOString();
  // The first wait is over at once, all others take days.
  const dueTimes: Activities['dueTimes'] = async ({ kind, from, deadline }) => {
    if (kind === 'approval' && waits.push(deadline) === 1) return { reminders: [from], deadline: after(from, 1) };
    return { reminders: [], deadline: after(from, 86_400_000) };
  };
  const stage = stageOf('lead', ['lee', 'nia'], { onExpiry: 'park', deadline: '3d' });
  const { told, activities } = worldWith([stage], { dueTimes });
  await withRequest(env, { activities }, async (request) => {
    await confirmAccounts(request);
    const parked = await request.until((s) => s.phase === 'needs-person');
    expect(parked.failure).toMatchObject({ type: 'Undecided', message: expect.stringContaining('stage "lead"') });
    expect(parked.waitingOn?.who).toEqual(['queue:operators']);
    expect(told.reminded.toSorted()).toEqual(['lee', 'nia']);
    const again = { person: 'olga', channel: 'api', repair: 'retry' } as const;
    await request.handle.executeUpdate(repairUpdate, { args: [again] });
    await reachStage(request, 'lead');
    await sayIn(request, 'lead', 'nia');

    await merging(request);

    expect(waits).toEqual(['3d', '3d']);
    expect(told.asked).toHaveLength(4);
    await request.handle.terminate();
  });
});

test('what the policy approves by itself asks nobody, and stands in the story as its decision, with the evidence', async () => {
  const autoApproval = { rule: 'small-dev', evidence: ['dev, size XS', 'costs 3.10 USD a month'] };
  const { told, activities } = worldWith([], { assessChange: async () => assessmentOf([], { autoApproval }) });
  await withRequest(env, { activities }, async (request) => {
    await confirmAccounts(request);
    const { decisions, policy } = await merging(request);
    const evidence = 'dev, size XS; costs 3.10 USD a month';
    expect(decisions).toMatchObject([
      { counts: true, decision: { person: 'policy:small-dev', channel: 'policy', reason: evidence } },
    ]);
    expect(policy).toMatchObject({ version: 'approval@0123456789abcdef', autoApproval });
    expect(told.checks).toEqual([`success: Approved by policy small-dev: ${evidence}`]);
    expect(told.asked).toEqual([]);
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
    expect((await request.handle.result()).phase).toBe('ready');
    const story = await request.handle.query(timelineQuery);
    expect(story).toContainEqual(
      expect.objectContaining({ who: 'policy:small-dev', text: `approve through policy: ${evidence}` }),
    );
  });
});
