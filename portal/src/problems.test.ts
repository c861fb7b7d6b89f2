import { inside, notAt, wordsAt } from './problems.ts';

const problems = [
  { where: 'plan.people[1].id', what: '"A" cannot be an id', mend: 'Use lower-case letters' },
  { where: 'plan.people[1].id', what: 'It is there twice.', mend: '' },
  { where: 'plan.groups', what: 'leads must be there once', mend: 'Restore the three groups' },
];
const seen = inside('plan', problems);

test('what is wrong at a place is said in whole sentences, with how to mend it', () => {
  expect(wordsAt(seen, 'people[1].id')).toBe('"A" cannot be an id. Use lower-case letters. It is there twice.');
});

test('another place has no problem, nor has one whose name only begins alike', () => {
  expect(wordsAt(seen, 'people[0].id')).toBeUndefined();
  expect(wordsAt(seen, 'people[1]')).toBeUndefined();
  expect(wordsAt(seen, 'people[1]', true)).toContain('cannot be an id');
  expect(wordsAt(inside('plan', [{ where: 'planet', what: 'x', mend: '' }]), 'plan', true)).toBeUndefined();
});

test('what no field shows is left for the whole', () => {
  expect(notAt(seen, (where) => where.startsWith('people')).map(({ where }) => where)).toEqual(['groups']);
});
