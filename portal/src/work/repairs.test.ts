import type { RequestStatus } from '../../../src/domain/status.ts';
import { needsReason, repairsOf } from './repairs.ts';

const status = (change: Partial<RequestStatus>): RequestStatus =>
  ({
    step: 'GIT_PR_CREATION',
    failure: { type: 'Forbidden', message: '', step: 'GIT_PR_CREATION' },
    task: { id: 'repair', queue: 'operators', title: '', since: '', due: '' },
    request: { project: 'payments' },
    mergeSha: null,
    placements: [],
    ...change,
  }) as RequestStatus;

test('before the merge resources can be chosen anew, and accounts where the plan is what failed', () => {
  expect(repairsOf(status({}), true)).toEqual(['retry', 'editSelection', 'undo']);
  const plan = { project: 'payments', people: [], groups: [] };
  const task = { id: 'repair' as const, queue: 'support' as const, title: '', since: '', due: '', plan };
  expect(repairsOf(status({ step: 'ACCOUNT_PROVISIONING', task }), false)).toEqual(['retry', 'editAccounts', 'undo']);
});

test('only operators skip a step that can be skipped, or accept another plan', () => {
  const late = {
    step: 'INFRA_AUTOMATION',
    mergeSha: 'c0ffee',
    failure: { type: 'PlanDiffers', message: '', step: 'INFRA_AUTOMATION' },
  } as const;
  expect(repairsOf(status(late), true)).toEqual(['retry', 'accept', 'skip', 'undo']);
  expect(repairsOf(status(late), false)).toEqual(['retry', 'undo']);
});

test('a removal is not edited, and what stands already is not undone', () => {
  const removal = { request: { project: 'payments', removes: {} } as unknown as RequestStatus['request'] };
  expect(repairsOf(status(removal), true)).toEqual(['retry', 'undo']);
  expect(repairsOf(status({ mergeSha: 'c0ffee', placements: [{ cluster: 'c', state: 'ready' }] }), true)).toEqual([
    'retry',
  ]);
});

test('what takes something away or leaves something out is said why', () => {
  expect((['retry', 'editAccounts', 'editSelection', 'skip', 'accept', 'undo'] as const).map(needsReason)).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
  ]);
});
