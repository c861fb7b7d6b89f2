import type { ApprovalStage } from '../approval.ts';
import type { RequestStatus } from '../status.ts';
import { STEPS } from '../steps.ts';
import { webhookBody } from './body.ts';
import { happenedBetween, type Standing } from './events.ts';
import { isFor, signingGenerations, type WebhookEvent } from './webhook.ts';

const REFERENCE = 'BR-7F3K2M9QXA';
const REQUEST = { project: 'payments', kind: 'create-project', title: 'Pay <b>', requester: 'dana@example.test' };
const stage = (name: string): ApprovalStage => ({
  name,
  mode: 'any',
  count: 1,
  parties: [{ role: name, people: ['lee'] }],
  approvers: ['lee'],
  about: ['content'],
  onExpiry: 'deny',
  mayDelegate: false,
  why: '',
  binding: 'sha256:1',
});

const standing = (change: Partial<RequestStatus> = {}): Standing => ({
  reference: REFERENCE,
  request: REQUEST as RequestStatus['request'],
  plan: null,
  phase: 'running',
  step: 'ACCOUNT_PROVISIONING',
  steps: STEPS.map((name) => ({ name, status: 'pending' })),
  stages: [],
  decisions: [],
  ...change,
});
const asking = (change: Partial<RequestStatus> = {}) =>
  standing({ phase: 'waiting', step: 'APPROVAL_WORKFLOW', stages: [stage('lead'), stage('cost')], ...change });
const running = STEPS.map((name) => ({ name, status: 'running' }) as const);
const approved = STEPS.map((name) => ({ name, status: name === 'APPROVAL_WORKFLOW' ? 'done' : 'pending' }) as const);
const said = (name: string) =>
  [{ decision: { stage: name, verdict: 'approve', person: 'lee' }, counts: true, binding: 'sha256:1' }] as never;

const types = (before: Standing | null, after: Standing) => happenedBetween(before, after).map(({ type }) => type);

test.each([
  ['nothing is told before it is a valid request', null, standing({ request: null }), []],
  ['it is valid', standing({ request: null }), standing(), ['request.requested']],
  ['it is valid at once', null, standing(), ['request.requested']],
  ['it goes on', standing(), standing({ step: 'GIT_PR_CREATION' }), []],
  ['people are asked', standing(), asking(), ['request.approval_needed']],
  ['they are reminded', asking(), asking({ told: ['olga'] }), []],
  ['the next are asked', asking(), asking({ decisions: said('lead') }), ['request.approval_needed']],
  ['all have said yes', asking(), standing({ steps: approved }), ['request.decided']],
  ['somebody has said no', asking(), standing({ phase: 'rejected' }), ['request.decided', 'request.ended']],
  ['it cannot go on', standing(), standing({ phase: 'needs-person' }), ['request.needs_person']],
  ['people could not be asked', standing(), asking({ phase: 'needs-person' }), ['request.needs_person']],
  ['the approval has begun', standing(), standing({ steps: running }), []],
  ['it goes on again', standing({ phase: 'needs-person' }), standing(), []],
  ['it is ready', standing({ steps: approved }), standing({ steps: approved, phase: 'ready' }), ['request.ready']],
  [
    'nobody looked meanwhile',
    null,
    standing({ steps: approved, phase: 'ready' }),
    ['request.requested', 'request.decided', 'request.ready'],
  ],
  ['it took away', standing(), standing({ phase: 'removed' }), ['request.removed']],
  ['it was withdrawn', asking(), standing({ phase: 'withdrawn' }), ['request.ended']],
] as const)('%s', (_, before, after, expected) => {
  expect(types(before, after)).toEqual(expected);
});

test('whose turn it is and what was decided is told', () => {
  expect(happenedBetween(standing(), asking())[0]?.facts).toMatchObject({ stage: 'lead' });
  expect(happenedBetween(asking(), standing({ phase: 'rejected' }))[0]?.facts).toMatchObject({ verdict: 'rejected' });
});

const ready = (project: string | null, at: string): WebhookEvent => {
  const [happened] = happenedBetween(standing(), standing({ phase: 'ready' }));
  if (!happened) throw new Error('nothing happened');
  return { id: `${REFERENCE}_7_ready`, at, type: happened.type, facts: { ...happened.facts, project } };
};

test('what is posted has no words that anybody wrote, and nobody’s name', () => {
  const body = webhookBody(ready('payments', '2026-11-22T09:00:00.000Z'), 'https://berth.example.test/');
  expect(JSON.parse(body)).toEqual({
    type: 'request.ready',
    timestamp: '2026-11-22T09:00:00.000Z',
    version: 1,
    data: {
      reference: REFERENCE,
      project: 'payments',
      kind: 'create-project',
      environment: null,
      phase: 'ready',
      step: 'ACCOUNT_PROVISIONING',
      links: {
        page: `https://berth.example.test/requests/${REFERENCE}`,
        api: `https://berth.example.test/api/requests/${REFERENCE}`,
      },
    },
  });
});

test('a webhook is told of its projects, and of what happens once it is there', () => {
  const at = '2026-11-22T09:00:00.000Z';
  const before = '2026-11-22T08:59:59.999Z';
  expect(isFor({ projects: ['payments'], at }, ready('payments', at))).toBe(true);
  expect(isFor({ projects: ['payments'], at }, ready('harbour', at))).toBe(false);
  expect(isFor({ projects: ['payments'], at }, ready(null, at))).toBe(false);
  expect(isFor({ projects: null, at }, ready(null, at))).toBe(true);
  expect(isFor({ projects: null, at }, ready('payments', before))).toBe(false);
});

test('the secret before signs until its time is over', () => {
  const rotated = { generation: 3, formerUntil: '2026-11-22T09:00:00.000Z' };
  expect(signingGenerations(rotated, '2026-11-22T08:59:59.999Z')).toEqual([3, 2]);
  expect(signingGenerations(rotated, '2026-11-22T09:00:00.000Z')).toEqual([3]);
  expect(signingGenerations({ generation: 1, formerUntil: null }, '2026-11-22T09:00:00.000Z')).toEqual([1]);
});
