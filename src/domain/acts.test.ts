import { openActs } from './acts.ts';
import type { RequestStatus } from './status.ts';

const request = { requesterId: 'dana', source: { startedBy: 'sam' } };
const stage = { name: 'lead', mode: 'any', count: 1, parties: [{ role: 'lead', people: ['lee'] }], approvers: ['lee'] };
const status = (change: object): RequestStatus =>
  ({
    phase: 'running',
    step: 'GIT_PR_CREATION',
    placements: [],
    stages: [],
    decisions: [],
    task: null,
    waitingOn: null,
    request,
    ...change,
  }) as unknown as RequestStatus;
const deciding = { phase: 'waiting', step: 'APPROVAL_WORKFLOW', waitingOn: { kind: 'person' }, stages: [stage] };

test.each<[what: string, change: object, person: string, acts: string[]]>([
  ['while it runs', {}, 'dana', ['comment', 'withdraw']],
  ['when it is over', { phase: 'ready' }, 'dana', []],
  ['while it is undone', { phase: 'undoing' }, 'dana', ['comment']],
  ['once something is ready', { placements: [{ state: 'ready' }] }, 'dana', ['comment']],
  [
    'when an approved removal runs',
    { request: { ...request, removes: {} }, step: 'INFRA_AUTOMATION' },
    'dana',
    ['comment'],
  ],
  ['when resources are to be chosen', { task: { id: 'selection' } }, 'dana', ['comment', 'withdraw', 'select']],
  ['to whom its decision is', deciding, 'lee', ['comment', 'withdraw', 'decide']],
  ['to somebody else', deciding, 'cora', ['comment', 'withdraw']],
  ['when accounts are to be checked', { task: { id: 'accounts' } }, 'sue', ['comment', 'withdraw', 'task']],
  ['to whoever started it', { task: { id: 'accounts' } }, 'Sam', ['comment', 'withdraw']],
  [
    'when somebody has taken its task',
    { task: { id: 'accounts', claimedBy: 'sam' } },
    'sue',
    ['comment', 'withdraw', 'task', 'release'],
  ],
  [
    'when it needs a person',
    { phase: 'needs-person', task: { id: 'repair' } },
    'olga',
    ['comment', 'withdraw', 'repair'],
  ],
])('%s', (_, change, person, acts) => {
  expect(openActs(status(change), person)).toEqual(acts);
});
