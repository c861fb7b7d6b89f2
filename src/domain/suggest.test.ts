import { didYouMean } from './suggest.ts';

const WORDS = ['XS', 'XL', 'S', 'title', 'passwordFile', 'environments'];

test.each([
  ['XXL', 'XL'],
  ['Titel', 'title'],
  ['password', 'passwordFile'],
  ['enviroments', 'environments'],
])('for %s it says %s', (written, meant) => {
  expect(didYouMean(written, WORDS)).toBe(meant);
});

test.each(['', 'M', 'AB', 'hello', 'requirements', 'x'.repeat(100_000)])(
  'for %.20s it says nothing: no known word is near',
  (written) => {
    expect(didYouMean(written, WORDS)).toBeUndefined();
  },
);
