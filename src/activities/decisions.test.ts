import * as fc from 'fast-check';
import { signDecision, signPlainSignal } from '../auth/decision-tokens.ts';
import { signToken } from '../auth/tokens.ts';
import { Secret } from '../config.ts';
import type { Review } from '../domain/change.ts';
import type { Decision, DecisionChannel, Verdict } from '../domain/decision.ts';
import type { ServiceRequest } from '../domain/request.ts';
import { createDecisionActivities } from './decisions.ts';

const KEY = new Secret('a decision key of at least thirty-two bytes');
const SPEC = 'sha256:4be1';
const STAGES = [{ name: 'lead', approvers: ['lee'] }];

const PEOPLE = [
  { id: 'dana', name: 'Dana Field', mail: 'dana@example.test', githubLogin: 'dana-field' },
  { id: 'lee', name: 'Lee Marsh', mail: 'lee@example.test', githubLogin: 'leemarsh' },
  { id: 'nia', name: 'Nia Cole', mail: 'nia@example.test' },
  { id: 'cora', name: 'Cora Lindt', mail: 'cora@example.test' },
];

/** A directory in which everybody but cora leads payments: dana too, so that only four-eyes stops her. */
const activities = (plainSignals: 'token' | 'trusted' = 'token', leads: readonly string[] = ['dana', 'lee', 'nia']) =>
  createDecisionActivities({
    config: { auth: { issuer: '', audience: '', decisionKey: KEY }, plainSignals },
    findPerson: async (by) =>
      PEOPLE.find(
        (p) => p.id === by.id || p.mail === by.mail || (by.githubLogin && p.githubLogin === by.githubLogin),
      ) ?? null,
    groupsOf: async (id) => (leads.includes(id) ? ['Berth-Payments-Leads'] : []),
    membersOf: async () => leads,
  });

const request = (change: Partial<ServiceRequest['source']> = {}): ServiceRequest => ({
  reference: 'BR-7F3K2M9QXA',
  kind: 'create-project',
  source: { channel: 'mail', key: 'k', receivedAt: '2026-11-21T09:00:00.000Z', ...change },
  requester: 'dana@example.test',
  requesterId: 'dana',
  lead: 'lee@example.test',
  leadId: 'lee',
  members: [],
  project: 'payments',
  title: 'Payments API',
  costCentre: 'CC-1042',
  reason: '',
});

const said = (change: Partial<Decision> = {}) => ({
  id: 'd1',
  reference: 'BR-7F3K2M9QXA',
  person: 'lee',
  verdict: 'approve' as Verdict,
  specHash: SPEC,
  stage: 'lead',
  channel: 'api' as DecisionChannel,
  ...change,
});

const judge = (decision: Decision, about = request(), signals: 'token' | 'trusted' = 'token') =>
  activities(signals).judgeDecision({ decision, request: about, specHash: SPEC, stages: STAGES });

const channels = fc.constantFrom<DecisionChannel>('api', 'cli', 'portal', 'slack', 'github', 'mail', 'signal');
const verdicts = fc.constantFrom<Verdict>('approve', 'reject', 'request-changes');

test('a proven decision of a lead counts, whichever door it came through', async () => {
  await fc.assert(
    fc.asyncProperty(channels, verdicts, fc.constantFrom('lee', 'nia'), async (channel, verdict, person) => {
      const judged = await judge(await signDecision(KEY, said({ channel, verdict, person })));

      expect(judged).toMatchObject({ counts: true, decision: { person, verdict, channel } });
      expect(judged.decision).not.toHaveProperty('token');
      expect(judged.unproven).toBeUndefined();
    }),
  );
});

test('whoever asked or started never decides, through no door, however they are written', async () => {
  const starters = fc.constantFrom('nia', 'nia@example.test', 'NIA', 'Nia@Example.Test', undefined);
  const proofs = fc.constantFrom('signed', 'plain');
  await fc.assert(
    fc.asyncProperty(channels, verdicts, starters, proofs, async (channel, verdict, startedBy, proof) => {
      const about = request(startedBy === undefined ? {} : { startedBy });
      for (const person of ['dana', ...(startedBy === undefined ? [] : ['nia'])]) {
        const signed = await signDecision(KEY, said({ channel, verdict, person }));
        const { token: _, ...plain } = signed;
        const judged = await judge(proof === 'signed' ? signed : plain, about, 'trusted');

        expect(judged.counts).toBe(false);
        expect(judged.refusal).toBeTruthy();
      }
    }),
  );
});

test('whoever of support completed the request never decides about it', async () => {
  const completed = request({ completedBy: 'nia' });

  expect((await judge(await signDecision(KEY, said({ person: 'nia' })), completed)).counts).toBe(false);
});

test('any change to a signed decision is refused', async () => {
  const changes: Partial<Decision>[] = [
    { person: 'nia' },
    { verdict: 'reject' },
    { id: 'd2' },
    { channel: 'slack' },
    { reason: 'added later' },
    { expires: '2099-01-01T00:00:00.000Z' },
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...changes), async (change) => {
      const signed = await signDecision(KEY, said());
      expect((await judge(signed)).counts).toBe(true);
      expect((await judge({ ...signed, ...change })).refusal).toMatch(/token is not valid/);
    }),
  );
});

test.each<[string, () => Promise<Decision>, RegExp]>([
  ['about other content', () => signDecision(KEY, said({ specHash: 'sha256:other' })), /content has changed/],
  ['about another request', () => signDecision(KEY, said({ reference: 'BR-0000000000' })), /another request/],
  ['about a stage that is not asked', () => signDecision(KEY, said({ stage: 'finance' })), /No stage "finance"/],
  ['that has expired', () => signDecision(KEY, said(), new Date(Date.now() - 7_200_000)), /expired/],
  ['without proof', async () => ({ ...said(), expires: '2099-01-01T00:00:00.000Z' }), /no proof/],
  [
    'signed with another key',
    () => signDecision(new Secret('another key of at least thirty-two bytes'), said()),
    /not valid/,
  ],
  ['of somebody unknown', () => signDecision(KEY, said({ person: 'mallory' })), /knows nobody/],
  ['of somebody who is no lead', () => signDecision(KEY, said({ person: 'cora' })), /not in berth-payments-leads/],
])('a decision %s is refused with its reason', async (_, make, reason) => {
  const judged = await judge(await make());

  expect(judged.counts).toBe(false);
  expect(judged.refusal).toMatch(reason);
});

test('a token made for another purpose is no proof', async () => {
  const { token: _, ...decision } = await signDecision(KEY, said());
  const token = await signToken(KEY, 'activate', { ...decision }, 60);

  expect((await judge({ ...decision, token })).counts).toBe(false);
});

test('a plain signal counts as unproven where signals are trusted, and nowhere else', async () => {
  const plain = { ...said({ channel: 'signal' }), expires: new Date(Date.now() + 60_000).toISOString() };

  expect(await judge(plain, request(), 'trusted')).toMatchObject({ counts: true, unproven: true });
  expect((await judge(plain, request(), 'token')).refusal).toMatch(/print-signal/);
  expect((await judge({ ...plain, channel: 'api' }, request(), 'trusted')).counts).toBe(false);
  expect((await judge({ ...plain, token: 'x' }, request(), 'trusted')).counts).toBe(false);
});

test('a printed signal counts as proven', async () => {
  const { channel: _, ...rest } = said();
  const signal = await signPlainSignal(KEY, rest);

  const judged = await judge({ expires: '', ...said(), ...signal, channel: 'signal' });

  expect(judged).toMatchObject({ counts: true });
  expect(judged.unproven).toBeUndefined();
});

test('approvers are the leads without whoever asked or started', async () => {
  expect(await activities().findApprovers(request({ startedBy: 'nia@example.test' }))).toEqual([
    { name: 'lead', approvers: ['lee'] },
  ]);
  expect(await activities().findApprovers(request())).toEqual([{ name: 'lead', approvers: ['lee', 'nia'] }]);
});

test('with nobody left to decide, an operator is told what to do', async () => {
  const asked = activities('token', ['lee']).findApprovers({ ...request(), requesterId: 'lee' });

  await expect(asked).rejects.toMatchObject({ type: 'Configuration', message: expect.stringContaining('second lead') });
});

test('reviews of the proven head become decisions that count; others are left out', async () => {
  const review = (id: string, login: string, change: Partial<Review> = {}): Review => ({
    id,
    login,
    verdict: 'approve',
    commit: 'head',
    body: '',
    at: '2026-11-21T10:00:00Z',
    ...change,
  });
  const reviews = [
    review('1', 'leemarsh', { body: 'Looks right' }),
    review('2', 'mallory'),
    review('3', 'leemarsh', { commit: 'older' }),
    review('4', 'leemarsh', { verdict: 'dismissed' }),
  ];

  const decisions = await activities().decisionsFromReviews({
    reference: 'BR-7F3K2M9QXA',
    specHash: SPEC,
    headSha: 'head',
    reviews,
    stage: 'lead',
  });

  expect(decisions).toMatchObject([{ id: 'github-1', person: 'lee', channel: 'github', reason: 'Looks right' }]);
  expect((await judge(decisions[0] as Decision)).counts).toBe(true);
});
