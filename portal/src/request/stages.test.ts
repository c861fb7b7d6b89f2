import type { ApprovalStage } from '../../../src/domain/approval.ts';
import type { JudgedDecision } from '../../../src/domain/decision.ts';
import { stagesOf } from './stages.ts';

const stage = (name: string, people: string[], more: Partial<ApprovalStage> = {}): ApprovalStage => ({
  name,
  mode: 'any',
  count: 1,
  parties: [{ role: name, people }],
  approvers: people,
  about: ['content'],
  onExpiry: 'deny',
  mayDelegate: true,
  why: '',
  binding: 'content:1',
  ...more,
});
const said = (person: string, of: string, counts = true): JudgedDecision => ({
  decision: {
    id: person,
    reference: '',
    person,
    verdict: 'approve',
    specHash: '',
    stage: of,
    channel: 'portal',
    expires: '',
  },
  counts,
  binding: 'content:1',
  speaksFor: [of],
  at: '2026-11-22T08:00:00.000Z',
});

test('a stage that has passed, the one whose turn it is, and one for later', () => {
  const stages = [stage('lead', ['lee']), stage('cost', ['cora']), stage('security', ['sid'])];
  const shown = stagesOf({ phase: 'waiting', stages, decisions: [said('lee', 'lead')] });
  expect(shown.map(({ state }) => state)).toEqual(['passed', 'open', 'later']);
  expect(shown[0]?.people).toMatchObject([{ person: 'lee', isWanted: false, said: { counts: true } }]);
  expect(shown[1]?.people).toMatchObject([{ person: 'cora', isWanted: true }]);
});

test('who stands in is named with whom they stand in for, and what did not count is shown as well', () => {
  const delegates = [{ person: 'xena', for: 'lee', until: '2026-11-28T08:00:00.000Z' }];
  const [shown] = stagesOf({
    phase: 'waiting',
    stages: [stage('lead', ['lee'], { delegates })],
    decisions: [said('mallory', 'lead', false)],
  });
  expect(shown?.people).toMatchObject([
    { person: 'lee', isWanted: false },
    { person: 'xena', isWanted: true, standsInFor: [{ for: 'lee' }] },
    { person: 'mallory', isWanted: false, said: { counts: false } },
  ]);
});

test('once the request is over nobody is wanted any more', () => {
  const [shown] = stagesOf({ phase: 'withdrawn', stages: [stage('lead', ['lee'])], decisions: [] });
  expect(shown).toMatchObject({ state: 'never', people: [{ isWanted: false }] });
});
