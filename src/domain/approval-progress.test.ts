import { stageOf } from '../../test/support/scripted-activities.ts';
import {
  describeApproved,
  describeMissing,
  describePending,
  doneIn,
  hasPassed,
  openStage,
  settleDecisions,
  wantedIn,
} from './approval-progress.ts';
import type { Decision, JudgedDecision } from './decision.ts';

function said(person: string, stage: string, change: Partial<JudgedDecision> = {}, more: Partial<Decision> = {}) {
  const decision = {
    id: `${person}-${stage}`,
    reference: 'BR-7F3K2M9QXA',
    person,
    verdict: 'approve',
    specHash: 'sha256:4be1',
    stage,
    channel: 'api',
    expires: '2026-11-21T10:00:00Z',
    ...more,
  } as const;
  return { decision, counts: true, binding: `sha256:${stage}`, at: '2026-11-21T09:00:00Z', ...change };
}

const LEAD = stageOf('lead', ['lee', 'nia', 'olga'], { mode: 'n-of', count: 2 });
const COST = stageOf('cost', ['cora']);

test('stages have their turn in order, and each passes by approvals of its own that count for it as it stands', () => {
  const lead = [said('lee', 'lead'), said('nia', 'lead')];
  expect(openStage([LEAD, COST], [])?.name).toBe('lead');
  expect(openStage([LEAD, COST], lead)?.name).toBe('cost');
  expect(openStage([LEAD, COST], [...lead, said('cora', 'cost')])).toBeUndefined();
});

test.each<[string, JudgedDecision]>([
  ['of the same person', said('lee', 'lead', {}, { id: 'twice' })],
  ['that was refused', said('nia', 'lead', { counts: false })],
  ['of another stage', said('nia', 'cost')],
  ['that was bound to something else', said('nia', 'lead', { binding: 'sha256:before' })],
  ['of somebody who may not', said('cora', 'lead')],
  ['that is no approval', said('nia', 'lead', {}, { verdict: 'request-changes' })],
])('a second decision %s does not make two of two', (_, second) => {
  expect(hasPassed(LEAD, [said('lee', 'lead'), second])).toBe(false);
});

test('who is missing is said in few words', () => {
  expect(describeMissing(LEAD, [said('lee', 'lead')])).toBe('1 of 2: nia or olga');
  expect(describePending([LEAD, COST], [said('lee', 'lead')])).toBe('lead 1 of 2: nia or olga; cost: cora');
  const parties = [
    { role: 'project-lead', people: ['lee'] },
    { role: 'cost-centre-owner', people: ['lee', 'cora'] },
  ];
  const both = stageOf('both', [], { mode: 'all', count: 2, parties });
  expect(describeMissing(both, [said('lee', 'both')])).toBe('1 of 2: cost-centre-owner: cora');
});

test('a new assessment voids what it changes and says why; the rest stands', () => {
  const decisions = [said('lee', 'lead'), said('nia', 'lead'), said('cora', 'cost')];
  const stages = [
    { ...LEAD, approvers: ['lee', 'olga'] },
    { ...COST, binding: 'sha256:dearer' },
  ];

  const settled = settleDecisions(decisions, { stages }, 'cost 59.32 USD → 70.00 USD a month');

  expect(settled.decisions.map(({ counts }) => counts)).toEqual([true, false, false]);
  expect(settled.voided.map(({ decision, refusal }) => [decision.person, refusal])).toEqual([
    ['nia', 'Void: nia may no longer decide in the stage "lead"'],
    ['cora', 'Void: cost 59.32 USD → 70.00 USD a month'],
  ]);
});

describe('where somebody stands in', () => {
  const UNTIL = '2026-11-28T08:00:00Z';
  const away = { ...LEAD, delegates: [{ person: 'xena', for: 'olga', until: UNTIL }] };
  const xena = said('xena', 'lead', { seat: 'olga', speaksFor: ['project-lead'] });

  test('they are asked in the place of who is away, and counted there', () => {
    expect(wantedIn(away, [])).toEqual(['lee', 'nia', 'xena']);
    expect(describeMissing(away, [said('lee', 'lead')])).toBe('1 of 2: nia or xena for olga');
    expect(hasPassed(away, [said('lee', 'lead'), xena])).toBe(true);
    expect(describeApproved([away], [said('lee', 'lead'), xena])).toBe('lead: lee, xena for olga');
  });

  test('a seat is filled once, whoever of the two speaks', () => {
    expect(hasPassed(away, [said('olga', 'lead'), xena])).toBe(false);
    expect(doneIn(away, [said('olga', 'lead')])).toEqual(['olga', 'xena']);
    expect(doneIn(away, [xena])).toEqual(['xena', 'olga']);
  });

  test('who stands in for two and has spoken for one leaves the other waited for', () => {
    const both = { ...away, delegates: [...away.delegates, { person: 'xena', for: 'nia', until: UNTIL }] };

    expect(wantedIn(both, [])).toEqual(['lee', 'xena']);
    expect(wantedIn(both, [xena])).toEqual(['lee', 'nia']);
  });

  test('what they have said counts on when nobody stands in any more, while the seat is there', () => {
    const after = (approvers: string[], barred: string[] = []) =>
      settleDecisions([xena], { stages: [stageOf('lead', approvers)], barred }, 'nothing').voided.map(({ why }) => why);

    expect(after(['lee', 'olga'])).toEqual([]);
    expect(after(['lee'])).toEqual(['olga may no longer decide in the stage "lead"']);
    expect(after(['lee', 'olga'], ['xena'])).toEqual(['xena may no longer stand in for olga']);
  });

  test('who has come to a seat of their own since sits there, and leaves the other one free', () => {
    const stage = stageOf('lead', ['olga', 'xena'], { mode: 'n-of', count: 2 });
    const { decisions } = settleDecisions([xena], { stages: [stage] }, 'nothing');

    expect(decisions[0]).not.toHaveProperty('seat');
    expect(wantedIn(stage, decisions)).toEqual(['olga']);
  });
});
