import { stageOf } from '../../test/support/scripted-activities.ts';
import { describeStandIn, mayDecide, seatFor } from './seats.ts';

const UNTIL = '2026-11-28T08:00:00Z';
const standIn = (person: string, seat: string) => ({ person, for: seat, until: UNTIL });
const LEAD = stageOf('lead', ['dora', 'emil', 'lee'], {
  mode: 'n-of',
  count: 2,
  delegates: [standIn('xena', 'dora'), standIn('xena', 'emil')],
});

test('whoever stands in decides on the seat of who is away; everybody else on their own, or on none', () => {
  expect(seatFor('lee', LEAD, [])).toBe('lee');
  expect(seatFor('dora', LEAD, [])).toBe('dora');
  expect(seatFor('xena', LEAD, [])).toBe('dora');
  expect(seatFor('mallory', LEAD, [])).toBeUndefined();
  expect(['lee', 'xena', 'mallory'].map((person) => mayDecide(person, LEAD))).toEqual([true, true, false]);
});

test('of several the seat is taken that is not filled yet; when all are, the first', () => {
  expect(seatFor('xena', LEAD, ['dora'])).toBe('emil');
  expect(seatFor('xena', LEAD, ['dora', 'emil'])).toBe('dora');
});

test('where each party needs somebody, the seat is taken that brings it nearer to its end', () => {
  const parties = [
    { role: 'project-lead', people: ['dora', 'lee'] },
    { role: 'security', people: ['emil'] },
  ];
  const both = stageOf('both', [], { mode: 'all', count: 2, parties, delegates: LEAD.delegates ?? [] });

  expect(seatFor('xena', both, ['lee'])).toBe('emil');
});

test('says for whom somebody decides, and until when', () => {
  expect(describeStandIn('xena', LEAD)).toBe(
    'dora, who is away until Sat, 28 Nov 2026 08:00 UTC; emil, who is away until Sat, 28 Nov 2026 08:00 UTC',
  );
  expect(describeStandIn('lee', LEAD)).toBeUndefined();
});
