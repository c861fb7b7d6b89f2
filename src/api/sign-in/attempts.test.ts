import { createAttempts } from './attempts.ts';

test('so many tries in so much time, for each name by itself', () => {
  let now = 0;
  const attempts = createAttempts({ tries: 2, seconds: 60 }, () => now);

  expect(attempts.begin('dana')).toBe(true);
  now = 30_000;
  expect(attempts.begin('dana')).toBe(true);
  expect(attempts.begin('dana')).toBe(false);
  expect(attempts.begin('lee')).toBe(true);
  now = 60_000;
  expect(attempts.begin('dana')).toBe(true);
  expect(attempts.begin('dana')).toBe(false);
});

test('whoever signs in begins anew', () => {
  const attempts = createAttempts({ tries: 1, seconds: 60 });
  attempts.begin('dana');
  attempts.forget('dana');

  expect(attempts.begin('dana')).toBe(true);
});

test('names without end do not fill the memory', () => {
  const attempts = createAttempts({ tries: 1, seconds: 60 });
  for (let i = 0; i <= 10_000; i += 1) attempts.begin(`name-${i}`);

  expect(attempts.begin('name-0')).toBe(true);
  expect(attempts.begin('name-10000')).toBe(false);
});
