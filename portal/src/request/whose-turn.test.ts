import type { RequestStatus } from '../../../src/domain/status.ts';
import { turnOf } from './whose-turn.ts';

const sam = { id: 'sam', mail: 'sam@example.test', queues: ['support'] as const };
const on = (kind: string, ...who: string[]) => ({ kind, who }) as unknown as RequestStatus['waitingOn'];

test.each([
  ['waiting', on('person', 'queue:support'), 'yours'],
  ['waiting', on('person', 'SAM'), 'yours'],
  ['waiting', on('person', 'sam@example.test'), 'yours'],
  ['waiting', on('person', 'lee'), 'people'],
  ['waiting', on('cluster', 'cluster-east-prod'), 'systems'],
  ['needs-person', on('person', 'queue:operators'), 'mending'],
  ['needs-person', on('person', 'queue:support'), 'yours'],
  ['running', null, 'berth'],
  ['ready', null, 'good'],
  ['withdrawn', null, 'ended'],
] as const)('%s for %o: %s', (phase, waitingOn, turn) => {
  expect(turnOf({ phase, waitingOn }, sam)).toBe(turn);
});
