import { kindOf, pageOf, sortWork, urgencyOf, type WorkItem } from './items.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

function item(reference: string, due: string | undefined, more: Partial<WorkItem> = {}): WorkItem {
  const waitingOn =
    due === undefined ? null : { kind: 'person' as const, who: ['lee'], text: '', since: due, deadline: due, next: '' };
  return {
    reference,
    phase: 'waiting',
    step: 'APPROVAL_WORKFLOW',
    waitingOn,
    updatedAt: '',
    requester: '',
    task: null,
    project: null,
    ...more,
  };
}
const task = (id: 'triage' | 'selection', due: string) => ({
  id,
  queue: 'support' as const,
  title: '',
  since: due,
  due,
});

test('what is due first stands first, what has no date last, and nothing stands in both lists', () => {
  const mine = [item('C', '2026-11-25T00:00:00Z'), item('B', undefined), item('A', '2026-11-21T00:00:00Z')];
  const queue = [
    item('C', '2026-11-25T00:00:00Z'),
    item('E', '2026-11-24T00:00:00Z'),
    item('D', '2026-11-23T00:00:00Z'),
  ];

  const sorted = sortWork(mine, queue);

  expect(sorted.mine.map(({ reference }) => reference)).toEqual(['A', 'C', 'B']);
  expect(sorted.queue.map(({ reference }) => reference)).toEqual(['D', 'E']);
});

test.each([
  ['2026-11-22T12:00:00Z', 'overdue'],
  ['2026-11-23T12:00:00Z', 'soon'],
  ['2026-11-23T12:00:01Z', 'later'],
  [undefined, 'later'],
])('due %s is %s', (due, urgency) => {
  expect(urgencyOf(item('A', due), NOW)).toBe(urgency);
});

test('a task counts by its own date, and is done on a page of its own', () => {
  const triage = item('A', '2027-01-01T00:00:00Z', { task: task('triage', '2026-11-22T00:00:00Z') });
  expect([kindOf(triage), urgencyOf(triage, NOW), pageOf(triage)]).toEqual(['triage', 'overdue', '/work/A']);
});

test('without a task it is a decision while an approval waits for people, and else something to look at', () => {
  const deciding = item('A', '2026-12-01T00:00:00Z');
  expect([kindOf(deciding), pageOf(deciding)]).toEqual(['decision', '/decisions/A']);
  const confirming = item('A', '2026-12-01T00:00:00Z', { step: 'REQUEST_INITIATION' });
  expect([kindOf(confirming), pageOf(confirming)]).toEqual(['other', '/requests/A']);
});
