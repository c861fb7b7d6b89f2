import type { OpenQuestion } from '../../../src/domain/decision-facts.ts';
import { changesBetween, isOther } from './question-changes.ts';

const question = (change: Partial<OpenQuestion> = {}): OpenQuestion => ({
  reference: 'BR-7F3K2M9QXA',
  specHash: 'sha256:a',
  facts: [
    ['Environment', 'payments-prod'],
    ['Cost', '+59.32 USD a month'],
  ],
  stage: { name: 'lead', approved: [], missing: 'lee' },
  ...change,
});

test('that somebody else has decided meanwhile changes nothing of what is decided', () => {
  const now = question({ stage: { name: 'lead', approved: ['nia'], missing: '1 of 2: lee' } });
  expect([isOther(question(), now), changesBetween(question(), now)]).toEqual([false, []]);
});

test('what is new, gone or otherwise is told fact by fact', () => {
  const now = question({
    specHash: 'sha256:b',
    facts: [
      ['Lease', 'until 2026-12-22'],
      ['Cost', '+118.64 USD a month'],
    ],
  });
  expect(isOther(question(), now)).toBe(true);
  expect(changesBetween(question(), now)).toEqual([
    { name: 'Lease', before: undefined, now: 'until 2026-12-22' },
    { name: 'Cost', before: '+59.32 USD a month', now: '+118.64 USD a month' },
    { name: 'Environment', before: 'payments-prod', now: undefined },
  ]);
});

test('another stage or another content is another question, even with the same facts', () => {
  expect(isOther(question(), question({ specHash: 'sha256:b' }))).toBe(true);
  expect(isOther(question(), question({ stage: { name: 'cost', approved: [], missing: 'cora' } }))).toBe(true);
});
