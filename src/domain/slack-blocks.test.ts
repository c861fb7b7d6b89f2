import { assert, property, stringMatching } from 'fast-check';
import { costDelta } from './change-text.ts';
import {
  DECISION_ACTIONS,
  type Question,
  questionBlocks,
  readDecisionButton,
  showsOutcome,
  withOutcome,
  withProgress,
} from './slack-blocks.ts';
import { escapeMrkdwn, type SlackBlock } from './slack-text.ts';

const SPEC = `sha256:${'4be1'.repeat(16)}`;
const URL = 'https://berth.example.test/requests/BR-7F3K2M9QXA';

function question(text: string): Question {
  return {
    request: {
      reference: 'BR-7F3K2M9QXA',
      kind: 'create-project',
      source: { channel: 'mail', key: 'k', receivedAt: '2026-11-21T09:00:00.000Z' },
      requester: 'dana@example.test',
      requesterId: 'dana',
      lead: 'lee@example.test',
      leadId: 'lee',
      members: [],
      project: 'payments',
      title: text,
      costCentre: 'CC-1042',
      reason: text,
    },
    selection: { stage: 'prod', regions: ['east'], size: 'S', items: [{ item: text, parameters: {} }] },
    plan: {
      baseSha: 'b'.repeat(40),
      contentHash: `sha256:${'c0de'.repeat(16)}`,
      specHash: SPEC,
      environment: 'payments-prod',
      paths: [],
      placements: [{ cluster: 'cluster-east-prod', environment: 'payments-prod', executor: 'kubernetes' }],
      cost: { currency: 'EUR', before: 10, after: 69.32, delta: 59.32, priceBook: '2026-11' },
      leaseEnd: '2027-02-21',
    },
    pullRequest: { number: 7, url: 'https://github.example.test/pull/7', branch: 'b', headSha: 'a'.repeat(40) },
    stage: { name: 'project-lead', why: text },
    requestUrl: URL,
  };
}

const texts = (blocks: readonly SlackBlock[]): string[] =>
  blocks.flatMap((b) => {
    if ('fields' in b) return b.fields.map((f) => f.text);
    if (b.type === 'section') return [b.text.text];
    return b.type === 'context' ? b.elements.map((e) => e.text) : [];
  });

test('says what changes, what it costs, which content, and where to look', () => {
  const all = texts(questionBlocks(question('Payments API'), 'lee')).join('\n');

  for (const fact of [
    'payments-prod',
    'namespace S on east',
    '+59.32 EUR a month',
    '4be14be14be1',
    '2027-02-21',
    URL,
  ]) {
    expect(all).toContain(fact);
  }
});

test('each button says what it decides about', () => {
  const actions = questionBlocks(question('x'), 'lee').find((b) => b.type === 'actions');

  const read = (actions?.elements ?? []).map((b) => readDecisionButton(b.action_id, 'value' in b ? b.value : ''));
  const target = { reference: 'BR-7F3K2M9QXA', specHash: SPEC, stage: 'project-lead' };
  expect(read).toEqual(['approve', 'reject', 'request-changes'].map((verdict) => ({ verdict, ...target })));
});

test('what people wrote neither mentions nor links, and stays within what Slack takes', () => {
  const hostile = stringMatching(/^[<>!@|&*a-z \n]{0,4000}$/);
  assert(
    property(hostile, (text) => {
      for (const shown of texts(questionBlocks(question(`<!channel>${text}`), 'lee'))) {
        const links = shown.match(/<[^>]*>/g) ?? [];
        expect(links.every((l) => l.startsWith('<https://'))).toBe(true);
        expect(shown.length).toBeLessThanOrEqual(2000);
      }
    }),
  );
});

test('the outcome takes the place of the buttons, and of an earlier outcome', () => {
  const once = withOutcome(questionBlocks(question('x'), 'lee'), 'Approved by lee');
  const twice = withOutcome(once, 'Approved and merged');

  expect(twice.some((b) => b.type === 'actions')).toBe(false);
  expect(twice).toHaveLength(once.length);
  expect(showsOutcome(twice, 'Approved and merged')).toBe(true);
  expect(showsOutcome(twice, 'Approved by lee')).toBe(false);
  expect(showsOutcome(questionBlocks(question('x'), 'lee'), 'Approved and merged')).toBe(false);
});

test('progress is shown above the buttons, which go for whoever has spoken, until there is an outcome', () => {
  const asked = questionBlocks(question('x'), 'lee');
  const once = withProgress(asked, 'lee approved (1 of 3)', false);
  const twice = withProgress(once, 'nia approved (2 of 3)', true);

  expect(once).toHaveLength(asked.length + 1);
  expect(once.at(-1)?.type).toBe('actions');
  expect(texts(twice).filter((text) => text.includes('of 3'))).toEqual(['nia approved (2 of 3)']);
  expect(twice.some((b) => b.type === 'actions')).toBe(false);
  const ended = withOutcome(once, 'Approved and merged');
  expect(texts(ended).some((text) => text.includes('of 3'))).toBe(false);
  expect(withProgress(ended, 'late', false)).toEqual(ended);
});

test('says before and after of the cost, and why this stage asks', () => {
  const all = texts(questionBlocks(question('Prod needs the lead.'), 'lee')).join('\n');

  expect(all).toContain('+59.32 EUR a month (10.00 before, 69.32 after; an estimate)');
  expect(all).toContain('Why you: Prod needs the lead.');
});

test.each([
  ['somebody:else', JSON.stringify({ reference: 'BR-1', specHash: SPEC, stage: 's' })],
  [DECISION_ACTIONS.approve, 'not json'],
  [DECISION_ACTIONS.approve, 'null'],
  [DECISION_ACTIONS.approve, JSON.stringify({ reference: 'BR-1', specHash: 5, stage: 's' })],
])('%s with %s is not a button of ours', (actionId, value) => {
  expect(readDecisionButton(actionId, value)).toBeNull();
});

test('shows the sign of a cost, and escapes ampersands once', () => {
  const cost = { currency: 'EUR', before: 0, after: 0, priceBook: 'x' };
  expect(costDelta({ ...cost, delta: -3 })).toBe('-3.00 EUR a month');
  expect(costDelta({ ...cost, delta: 0 })).toBe('+0.00 EUR a month');
  expect(escapeMrkdwn('a & b <c>')).toBe('a &amp; b &lt;c&gt;');
});
