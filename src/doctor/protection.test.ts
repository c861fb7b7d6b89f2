import type { Guard } from '../clients/github-protection.ts';
import { judgeLedger, judgeMain } from './protection.ts';

const CHECK = 'berth/approval';
const APP = 1001;
const WHOLE: Guard = {
  name: 'the ruleset "Approved"',
  checks: [{ context: CHECK, appId: APP }],
  noDeletion: true,
  noForcePush: true,
  reviews: { count: 0, ofCodeOwners: false },
  bypass: [],
};
const judge = (...guards: Partial<Guard>[]) =>
  judgeMain(
    guards.map((guard) => ({ ...WHOLE, ...guard })),
    CHECK,
    APP,
  );

test('a branch that holds everything for everybody is fine, by one set of rules or by several', () => {
  expect(judge({})).toBe('berth/approval of App 1001 is required, for everybody');
  expect(judge({ noDeletion: false, noForcePush: false }, { checks: [], bypass: [] })).toMatch(/for everybody$/);
});

test.each<[string, Partial<Guard>, RegExp]>([
  ['the check is not required', { checks: [] }, /can be merged into without berth\/approval/],
  ['another check is', { checks: [{ context: 'ci', appId: APP }] }, /without berth\/approval/],
  ['it may come from anybody', { checks: [{ context: CHECK, appId: null }] }, /counts from anybody/],
  ['it comes from another App', { checks: [{ context: CHECK, appId: 7 }] }, /counts from anybody/],
  ['it can be deleted', { noDeletion: false }, /it can be deleted/],
  ['it can be rewritten', { noForcePush: false }, /it can be rewritten/],
  ['somebody may bypass', { bypass: ['Team 7'] }, /the ruleset "Approved" does not bind Team 7/],
  ['administrators are free', { bypass: ['administrators'] }, /does not bind administrators/],
])('it is told when %s, with how to mend it', (_, change, problem) => {
  expect(() => judge(change)).toThrow(problem);
  expect(() => judge(change)).toThrow('berth fleet init --protect');
});

test.each<[string, Guard['reviews'], string]>([
  ['of a code owner', { count: 1, ofCodeOwners: true }, '1 approving, one of a code owner'],
  ['of a code owner alone', { count: 0, ofCodeOwners: true }, '(one of a code owner)'],
  ['of anybody', { count: 2, ofCodeOwners: false }, '(2 approving)'],
])('that GitHub demands a review %s beside the check is told', (_, reviews, told) => {
  expect(judge({}, { checks: [], reviews })).toContain(told);
  expect(judge({}, { checks: [], reviews })).toContain('what is approved elsewhere is not merged before');
});

test('what the App is not shown is neither fine nor missing: it is named', () => {
  expect(judge({ bypass: null })).toContain('who may bypass the ruleset "Approved" is shown to administrators only');
  expect(judge({ reviews: null })).toBe(judge({}));
  expect(judge({ noForcePush: null })).toContain('whether it can be rewritten is shown to administrators only');
});

test('the ledger can neither be deleted nor rewritten', () => {
  expect(judgeLedger([{ ...WHOLE, checks: [] }])).toBe('it only grows, for everybody');
  expect(() => judgeLedger([])).toThrow('it can be deleted; it can be rewritten');
});
