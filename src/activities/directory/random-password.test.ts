import { randomPassword } from './random-password.ts';

test('has every kind of character, and no three letters or digits together', () => {
  for (let i = 0; i < 200; i += 1) {
    const password = randomPassword();
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /!/]) expect(password).toMatch(kind);
    expect(password).not.toMatch(/[a-zA-Z0-9]{3}/);
  }
});

test('is another one each time', () => {
  expect(new Set(Array.from({ length: 100 }, randomPassword)).size).toBe(100);
});
