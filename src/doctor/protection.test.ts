import type { Guard } from '../clients/github-protection.ts';
import { judgeLedger, judgeMain } from './protection.ts';

const CHECK = 'berth/approval';
const APP = 1001;
const WHOLE: Guard = {
  name: 'the ruleset "Approved"',
  checks: [{ context: CHECK, appId: APP }],
  noDeletion: true,
  noForcePush: true,
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

test('what the App is not shown is neither fine nor missing: it is named', () => {
  expect(judge({ bypass: null })).toContain('who may bypass the ruleset "Approved" is shown to administrators only');
  expect(judge({ noForcePush: null })).toContain('whether it can be rewritten is shown to administrators only');
});

test('the ledger can neither be deleted nor rewritten', () => {
  expect(judgeLedger([{ ...WHOLE, checks: [] }])).toBe('it only grows, for everybody');
  expect(() => judgeLedger([])).toThrow('it can be deleted; it can be rewritten');
});
