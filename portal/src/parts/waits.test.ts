import type { Phase, WaitingKind } from '../../../src/domain/status.ts';
import type { StepName } from '../../../src/domain/steps.ts';
import { nextCodeOf, waitCodeOf } from './waits.ts';

const waiting = (step: StepName, kind: WaitingKind, who: string[], phase: Phase = 'waiting') => ({
  step,
  phase,
  waitingOn: { kind, who, text: '', since: '', deadline: '', next: '' },
});

test.each([
  [waiting('REQUEST_INITIATION', 'person', ['dana@example.test']), 'confirm'],
  [waiting('REQUEST_INITIATION', 'person', ['queue:support']), 'triage'],
  [waiting('APPROVAL_WORKFLOW', 'person', ['lee']), 'decision'],
  [waiting('APPROVAL_WORKFLOW', 'person', ['queue:operators'], 'needs-person'), 'repair'],
  [waiting('APPROVAL_WORKFLOW', 'retry', ['github']), 'retry'],
  [waiting('RESOURCE_SELECTION', 'capacity', ['cluster-dev']), 'capacity'],
  [waiting('NOTIFICATION', 'person', ['dana']), undefined],
  [{ ...waiting('NOTIFICATION', 'person', []), waitingOn: null }, undefined],
])('what a request waits for is told apart by where it stands and by whom it waits for (%#)', (status, code) => {
  expect(waitCodeOf(status)).toBe(code);
});

test('what happens at the deadline is known by its words', () => {
  expect(nextCodeOf('operators are asked')).toBe('operators');
  expect(nextCodeOf('something of another version')).toBeUndefined();
});
