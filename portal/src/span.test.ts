import { UNIT_MS } from '../../src/domain/duration.ts';
import { span } from './span.ts';

const { s, m, h, d } = UNIT_MS;

test.each([
  [0, '1 second'],
  [20, '1 second'],
  [1.4 * s, '1 second'],
  [90 * s, '90 seconds'],
  [5 * m, '5 minutes'],
  [119 * m, '119 minutes'],
  [4 * h, '4 hours'],
  [3 * d, '3 days'],
])('%s ms: %s', (ms, words) => {
  expect(span(ms, 'en')).toBe(words);
});
