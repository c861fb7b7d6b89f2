import { assert, integer, property, string } from 'fast-check';
import { oneLine } from './one-line.ts';

test('any text becomes one line within its length, whole characters only', () => {
  assert(
    property(string({ unit: 'binary' }), integer({ min: 1, max: 50 }), (text, longest) => {
      const line = oneLine(text, longest);
      expect(Array.from(line).length).toBeLessThanOrEqual(longest);
      expect(line).not.toMatch(/[\p{Cc}\p{Surrogate}\n\r\u202E]/u);
    }),
  );
});

test.each([
  ['Payments\r\nBcc: mallory@outside.test', 'Payments Bcc: mallory@outside.test'],
  ['half \uD83D of a smile', 'half \uFFFD of a smile'],
  ['gpj.\u202Eexe', 'gpj.exe'],
])('%j becomes %j', (text, line) => {
  expect(oneLine(text, 100)).toBe(line);
});

test('cuts between characters', () => {
  expect(oneLine('🚢🚢🚢', 2)).toBe('🚢…');
});
