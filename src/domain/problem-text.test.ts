import { problemLine, problemWords } from './problem-text.ts';

test.each([
  ['is missing', 'Write one.', 'is missing. Write one.'],
  ['This is not a cost centre.', 'Write it like CC-1042.', 'This is not a cost centre. Write it like CC-1042.'],
  ['"huge" is not known', 'One of: S, M', '"huge" is not known. One of: S, M.'],
  ['nobody leads it', '', 'nobody leads it.'],
])('"%s" and "%s" are sentences', (what, mend, words) => {
  expect(problemWords({ what, mend })).toBe(words);
});

test('where it is stands before it, unless it is about the whole', () => {
  const said = { what: 'is missing', mend: 'Write one.' };

  expect(problemLine({ where: 'size', ...said })).toBe('size: is missing. Write one.');
  expect(problemLine({ where: '', ...said })).toBe('is missing. Write one.');
});
