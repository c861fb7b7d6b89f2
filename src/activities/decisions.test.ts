import * as fc from 'fast-check';
import { authSettings } from '../../test/support/auth.ts';
import { CHANGE_PLAN } from '../../test/support/scripted-activities.ts';
import { fleet, workedExample } from '../../test/support/worked-example.ts';
import { signDecision, signPlainSignal } from '../auth/decision-tokens.ts';
import { signToken } from '../auth/tokens.ts';
import { Secret } from '../config.ts';
import type { Absence } from '../domain/absence.ts';
import type { ApprovalStage } from '../domain/approval.ts';
import type { Review } from '../domain/change.ts';
import type { Decision, DecisionChannel, Verdict } from '../domain/decision.ts';
import type { PolicyAnswer, StageDemand } from '../domain/policy.ts';
import type { ServiceRequest } from '../domain/request.ts';
import { createDecisionActivities } from './decisions.ts';

const KEY = new Secret('a decision key of at least thirty-two bytes');
const SPEC = 'sha256:4be1';
const ROLES = ['project-lead'];

/** As the policy demanded it, with its people as they were then: judging asks the directory anew. */
const stage = (name: string, roles: readonly string[] = ROLES, people: readonly string[] = ['lee']): ApprovalStage => ({
  name,
  mode: 'any',
  count: 1,
  parties: roles.map((role) => ({ role, people })),
  approvers: people,
  about: ['content'],
  onExpiry: 'deny',
  mayDelegate: false,
  why: 'A rule demands it.',
  binding: `sha256:${name}`,
});
const LEAD = stage('lead');

const PEOPLE = [
  { id: 'dana', name: 'Dana Field', mail: 'dana@example.test', githubLogin: 'dana-field' },
  { id: 'lee', name: 'Lee Marsh', mail: 'lee@example.test', githubLogin: 'leemarsh' },
  { id: 'nia', name: 'Nia Cole', mail: 'nia@example.test', githubLogin: 'niacole' },
  { id: 'cora', name: 'Cora Lindt', mail: 'cora@example.test', githubLogin: 'coralindt' },
];

const DEMAND: StageDemand = {
  name: 'lead',
  mode: 'any',
  of: ROLES,
  about: ['content'],
  onExpiry: 'deny',
  mayDelegate: false,
  why: 'A rule demands it.',
};
const ANSWER: PolicyAnswer = { stages: [DEMAND], autoApproval: null, denials: [] };

/** A directory in which everybody but cora leads payments: dana too, so that only four-eyes stops her. */
const activities = (
  plainSignals: 'token' | 'trusted' = 'token',
  leads: readonly string[] = ['dana', 'lee', 'nia'],
  answer: PolicyAnswer = ANSWER,
  absences: readonly (readonly [person: string, absence: Absence])[] = [],
) =>
  createDecisionActivities({
    config: { auth: authSettings(KEY), plainSignals },
    findPerson: async (by) =>
      PEOPLE.find(
        (p) =>
          p.id === by.id?.toLowerCase() ||
          p.mail === by.mail?.toLowerCase() ||
          (by.githubLogin && p.githubLogin === by.githubLogin),
      ) ?? null,
    groupsOf: async () => [],
    membersOf: async (group) => (group === 'berth-payments-leads' ? leads : []),
    absencesOf: async (ids) =>
      new Map(ids.map((id) => [id, absences.flatMap(([who, absence]) => (who === id ? [absence] : []))])),
    groups: {
      support: 'berth-support',
      operators: 'berth-operators',
      security: 'berth-security',
      auditors: 'berth-auditors',
    },
    policy: { ask: async () => ({ answer, version: { engine: 'embedded', version: 'approval@1' } }) },
    readFleet: async () => fleet(),
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
  activities(signals).judgeDecision({ decision, request: about, specHash: SPEC, stage: LEAD, approved: [] });

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

test.each([['nia'], ['NIA'], ['nia@example.test'], ['niacole']])(
  'nobody of all who completed or edited the request decides about it, here under the name %s',
  async (name) => {
    const edited = request({ editedBy: [name, 'sam'] });

    expect((await judge(await signDecision(KEY, said({ person: 'nia' })), edited)).refusal).toMatch(/edited it/);
  },
);

test('a decision is kept under the id of the directory, however the name was written', async () => {
  expect(await judge(await signDecision(KEY, said({ person: 'LEE' })))).toMatchObject({
    counts: true,
    decision: { person: 'lee' },
    binding: 'sha256:lead',
  });
});

test('somebody who has left the group since they were asked does not count', async () => {
  const left = { ...request(), leadId: 'cora' };
  const decision = await signDecision(KEY, said());
  const judged = await activities('token', ['nia']).judgeDecision({
    decision,
    request: left,
    specHash: SPEC,
    stage: LEAD,
    approved: [],
  });

  expect(judged.refusal).toMatch(/not in berth-payments-leads/);
});

test('a person approves a stage once', async () => {
  const decision = await signDecision(KEY, said({ id: 'd2' }));
  const again = {
    decision,
    request: request(),
    specHash: SPEC,
    stage: LEAD,
    approved: [{ person: 'lee', seat: 'lee' }],
  };

  expect((await activities().judgeDecision(again)).refusal).toMatch(/already/);
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

const planned = (change: Partial<ServiceRequest['source']> = {}, replace: Partial<ServiceRequest> = {}) => {
  const { selection } = workedExample();
  return { request: { ...request(change), ...replace }, selection, plan: CHANGE_PLAN };
};

test('people of a stage are those of its role without whoever asked, started or edited', async () => {
  const people = async (change: Partial<ServiceRequest['source']>) =>
    (await activities().assessChange(planned(change))).stages.map(({ name, approvers }) => [name, approvers]);

  expect(await people({})).toEqual([['lead', ['lee', 'nia']]]);
  expect(await people({ startedBy: 'nia@example.test' })).toEqual([['lead', ['lee']]]);
  expect(await people({ editedBy: ['sam', 'niacole'] })).toEqual([['lead', ['lee']]]);
});

test('an assessment keeps which policy was asked what, and the same question has the same digest', async () => {
  const [first, second] = [await activities().assessChange(planned()), await activities().assessChange(planned())];

  expect(first.policy).toMatchObject({ engine: 'embedded', version: 'approval@1' });
  expect(first.policy.inputDigest).toBe(second.policy.inputDigest);
  expect(first.input.request).toMatchObject({ project: 'payments', costCentre: 'CC-1042' });
});

test('what is denied, or approved by the policy itself, asks nobody', async () => {
  const denials = [{ rule: 'no-prod', reason: 'Not in prod.', mend: 'Choose dev.' }];
  const denied = await activities('token', [], { ...ANSWER, denials }).assessChange(planned());
  const autoApproval = { rule: 'small', evidence: ['costs nothing'] };
  const approved = await activities('token', [], { ...ANSWER, autoApproval }).assessChange(planned());

  expect([denied.stages, denied.denials]).toEqual([[], denials]);
  expect([approved.stages, approved.autoApproval]).toEqual([[], autoApproval]);
});

test.each<[string, Partial<StageDemand>, RegExp]>([
  ['nobody is left', { of: ['security'] }, /needs 1 of berth-security, and nobody may decide/],
  ['too few are left', { mode: 'n-of', count: 3 }, /needs 3 of berth-payments-leads, and only lee, nia may decide/],
  [
    'a party has nobody',
    { mode: 'all', of: ['project-lead', 'cost-centre-owner'] },
    /of berth-cc-1042-owners, and only/,
  ],
  ['a named group is empty', { of: ['group:board'] }, /Add somebody else to board in the directory/],
])('where %s, an operator is told which group to fill', async (_, change, message) => {
  const answer = { ...ANSWER, stages: [{ ...DEMAND, ...change }] };

  await expect(activities('token', undefined, answer).assessChange(planned())).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringMatching(message) as string,
  });
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

  const { decisions } = await activities().decisionsFromReviews({
    reference: 'BR-7F3K2M9QXA',
    specHash: SPEC,
    headSha: 'head',
    reviews,
    stages: [LEAD],
  });

  expect(decisions).toMatchObject([{ id: 'github-1', person: 'lee', channel: 'github', reason: 'Looks right' }]);
  expect((await judge(decisions[0] as Decision)).counts).toBe(true);
});

test.each([
  ['a code owner whom the stage does not ask', 'coralindt', 'not in berth-payments-leads'],
  ['whoever asked for it', 'dana-field', 'asked for this'],
])('a review of %s counts for nothing', async (_, login, refusal) => {
  const review = { id: '9', login, verdict: 'approve', commit: 'head', body: '', at: '2026-11-21T10:00:00Z' } as const;
  const { decisions } = await activities().decisionsFromReviews({
    reference: 'BR-7F3K2M9QXA',
    specHash: SPEC,
    headSha: 'head',
    reviews: [review],
    stages: [LEAD],
  });

  expect(await judge(decisions[0] as Decision)).toMatchObject({
    counts: false,
    refusal: expect.stringContaining(refusal) as string,
  });
});

test('a review of somebody whose turn comes later waits for it', async () => {
  const review: Review = {
    id: '7',
    login: 'niacole',
    verdict: 'approve',
    commit: 'head',
    body: '',
    at: '2026-11-21T10:00:00Z',
  };
  const asked = { reference: 'BR-7F3K2M9QXA', specHash: SPEC, headSha: 'head', reviews: [review] };
  const cost = stage('cost', ['cost-centre-owner'], ['nia']);

  expect(await activities().decisionsFromReviews({ ...asked, stages: [LEAD, cost] })).toEqual({
    decisions: [],
    early: ['7'],
  });
  expect((await activities().decisionsFromReviews({ ...asked, stages: [cost] })).decisions).toMatchObject([
    { id: 'github-7', stage: 'cost' },
  ]);
});

describe('where somebody is away', () => {
  const hour = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString();
  const absence = { id: 'a', from: hour(-1), until: hour(1), delegate: 'cora', by: 'lee', at: hour(-2) };
  const answer = { ...ANSWER, stages: [{ ...DEMAND, mayDelegate: true }] };
  const acting = (absences: Parameters<typeof activities>[3] = [['lee', absence]]) =>
    activities('token', undefined, answer, absences);
  const lead = { ...LEAD, mayDelegate: true };
  const judged = async (person: string, approved: { person: string; seat: string }[] = [], using = acting()) => {
    const decision = await signDecision(KEY, said({ person }));
    return using.judgeDecision({ decision, request: request(), specHash: SPEC, stage: lead, approved });
  };

  test('whoever stands in is told with the stage, also when that is looked at anew', async () => {
    const standing = [{ person: 'cora', for: 'lee', until: absence.until }];
    const { stages } = await acting().assessChange(planned());
    expect(stages[0]?.delegates).toEqual(standing);

    const looked = { request: request(), stages, now: hour(2) };
    expect((await acting().findDelegates(looked))[0]).not.toHaveProperty('delegates');
    expect((await acting().findDelegates({ ...looked, now: hour(0) }))[0]?.delegates).toEqual(standing);
  });

  test('their decision counts on the seat of who is away, while the window is open', async () => {
    expect(await judged('cora')).toMatchObject({ counts: true, seat: 'lee', speaksFor: ['project-lead'] });
    expect((await judged('cora', [], acting([]))).refusal).toMatch(/not in berth-payments-leads/);
  });

  test('who is away decides all the same; the two count once', async () => {
    expect(await judged('lee')).not.toHaveProperty('seat');
    expect((await judged('lee', [{ person: 'cora', seat: 'lee' }])).refusal).toBe(
      'cora for lee has approved the stage "lead" already, and the two of you count once.',
    );
    expect((await judged('cora', [{ person: 'lee', seat: 'lee' }])).refusal).toMatch(/^lee has approved/);
  });

  test('whoever has spoken for somebody and is involved by now is named, to be left out', async () => {
    const looked = { ...planned({ editedBy: ['cora'] }), standIns: ['cora', 'nia'] };

    expect((await acting().assessChange(looked)).barred).toEqual(['cora']);
  });
});
