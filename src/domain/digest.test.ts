import { digestOf, withNudge } from './digest.ts';
import type { RequestStatus, WaitingOn } from './status.ts';

const WAIT: WaitingOn = {
  kind: 'person',
  who: ['lee'],
  text: 'Project lead decides',
  since: '2026-11-23T09:00:00.000Z',
  deadline: '2026-12-05T09:00:00.000Z',
  next: 'the request expires',
};
const waiting = (reference: string, change: Partial<WaitingOn> | null = {}) =>
  ({ reference, request: null, waitingOn: change && { ...WAIT, ...change } }) as RequestStatus;
const nudge = (reference: string, since = WAIT.since) => ({ reference, project: '', since, waited: '1 working day' });
const references = (...[person, statuses, nudges]: Parameters<typeof digestOf>) =>
  digestOf(person, statuses, nudges).map(({ reference }) => reference);

test('what is due first comes first', () => {
  const statuses = [waiting('C'), waiting('B', { deadline: '2026-11-30T09:00:00.000Z' }), waiting('A')];
  expect(references('lee', statuses, [])).toEqual(['B', 'A', 'C']);
});

test('only what waits for the person is named, with case or without', () => {
  const statuses = [
    waiting('A'),
    waiting('B', { who: ['nia'] }),
    waiting('C', null),
    waiting('D', { who: ['nia', 'LEE'] }),
  ];
  expect(references('lee', statuses, [])).toEqual(['A', 'D']);
});

test('a wait for a system is named when it asked that its requester is reminded, as long as it is that wait', () => {
  const room = { kind: 'capacity', who: ['cluster-east-prod'] } as const;
  expect(references('dana', [waiting('A', room)], [nudge('A')])).toEqual(['A']);
  expect(references('dana', [waiting('A', room)], [nudge('A', '2026-11-22T09:00:00.000Z')])).toEqual([]);
});

test('how long it has waited is said by whoever asked', () => {
  const [item] = digestOf('lee', [waiting('A')], [nudge('A')]);
  expect(item).toEqual({
    reference: 'A',
    title: '',
    text: 'Project lead decides',
    since: WAIT.since,
    deadline: WAIT.deadline,
    next: 'the request expires',
    waited: '1 working day',
  });
});

test('of each request the last nudge counts', () => {
  const all = withNudge(withNudge([nudge('A')], nudge('B')), nudge('A', 'later'));
  expect(all.map(({ reference, since }) => [reference, since])).toEqual([
    ['B', WAIT.since],
    ['A', 'later'],
  ]);
});
