import { assert, property, string } from 'fast-check';
import { commentText, concernedBy, LONGEST_COMMENT, queueWaitedFor, takesPart } from './conversation.ts';
import type { RequestStatus, TimelineEntry } from './status.ts';

const said = (who: string): TimelineEntry => ({
  at: '2026-11-22T08:00:00.000Z',
  step: 'APPROVAL_WORKFLOW',
  text: 'Why two regions?',
  who,
  comment: true,
});
const status = {
  requester: 'dana@example.test',
  request: {
    requesterId: 'dana',
    lead: 'lee@example.test',
    members: ['mia@example.test'],
    source: { startedBy: 'sam' },
  },
  waitingOn: { kind: 'person', who: ['lee', 'queue:support'] },
  task: null,
  stages: [{ approvers: ['lee', 'cora'] }],
} as unknown as RequestStatus;

test('a comment keeps its lines, and nothing that plays tricks on its readers', () => {
  expect(commentText('  one\r\n\n\n\ntwo\u202Eeerht\u0007 <b>  ')).toBe('one\n\ntwoeerht <b>');
});

test('however it is written, a comment is bounded and holds no control characters', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 3000 }), (text) => {
      const comment = commentText(text);
      expect(Array.from(comment).length).toBeLessThanOrEqual(LONGEST_COMMENT);
      expect(comment).not.toMatch(/[^\P{Cc}\n\t]|\n{3}|[\u202A-\u202E\u2066-\u2069]/u);
    }),
  );
});

test('who asked, who sent it in, who is waited for and who has spoken hear of it; who says it does not', () => {
  expect(concernedBy(status, [said('cora'), said('mia@example.test (unproven)')], 'Lee')).toEqual([
    'dana',
    'sam',
    'cora',
  ]);
});

test('systems that are waited for hear nothing', () => {
  const waitingOn = { kind: 'cluster', who: ['cluster-east-prod'] };
  expect(concernedBy({ ...status, waitingOn } as unknown as RequestStatus, [], 'sam')).toEqual(['dana']);
});

test.each([
  ['mia', 'Mia@example.test', true],
  ['cora', 'cora@example.test', true],
  ['nia', 'nia@example.test', false],
])('%s takes part: %s', (id, mail, expected) => {
  expect(takesPart(status, [], { id, mail })).toBe(expected);
});

test('a queue that is waited for is told in its channel', () => {
  expect(queueWaitedFor(status)).toBe('support');
  expect(queueWaitedFor({ ...status, waitingOn: null })).toBeUndefined();
});
