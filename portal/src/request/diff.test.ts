import { diffLines, sizeOf } from './diff.ts';

const PATCH = '@@ -1,2 +1,2 @@\n kind: Namespace\n-size: S\n+size: M\n\\ No newline at end of file\n';

test('lines of a diff are told apart', () => {
  expect(diffLines(PATCH)).toEqual([
    { kind: 'place', text: '@@ -1,2 +1,2 @@' },
    { kind: 'same', text: 'kind: Namespace' },
    { kind: 'removed', text: 'size: S' },
    { kind: 'added', text: 'size: M' },
  ]);
  expect(sizeOf(PATCH)).toEqual({ added: 1, removed: 1 });
});
