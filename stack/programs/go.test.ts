import { isAtLeast } from './go.ts';

test.each([
  ['1.26.8', '1.26.6', true],
  ['1.26.6', '1.26.6', true],
  ['1.27', '1.26.6', true],
  ['1.27rc1', '1.26.6', true],
  ['2.0.0', '1.26.6', true],
  ['1.26.5', '1.26.6', false],
  ['1.26', '1.26.6', false],
  ['1.9.9', '1.26.6', false],
])('Go %s is enough where %s is needed: %s', (have, needed, enough) => {
  expect(isAtLeast(have, needed)).toBe(enough);
});
