import * as fc from 'fast-check';
import type { RenderedFile } from './change.ts';
import { specHash, stampSpecHash } from './spec-hash.ts';

const text = fc.oneof(fc.string(), fc.constantFrom('', '\n', 'a\n', 'specHash: "sha256:0"\n'));
const files = fc
  .uniqueArray(fc.record({ path: fc.string({ minLength: 1 }), content: text }), {
    selector: (file) => file.path,
    minLength: 1,
    maxLength: 5,
  })
  .map((some): RenderedFile[] => [
    ...some,
    { path: 'requests/payments/BR-0000000000.yaml', content: 'kind: Request\n' },
  ]);

test('the order of files does not matter', () => {
  fc.assert(fc.property(files, (some) => expect(specHash(some.toReversed())).toBe(specHash(some))));
});

test('the hash changes exactly when a path or a content changes', () => {
  fc.assert(
    fc.property(files, fc.nat(), text, (some, at, content) => {
      const i = at % some.length;
      const changed = some.map((file, n) => (n === i ? { ...file, content: `${content}!` } : file));
      const moved = some.map((file, n) => (n === i ? { ...file, path: `${file.path}!` } : file));
      expect(specHash(changed) === specHash(some)).toBe(some[i]?.content === `${content}!`);
      expect(specHash(moved)).not.toBe(specHash(some));
      expect(specHash(some.slice(1))).not.toBe(specHash(some));
    }),
  );
});

test('content cannot pass for a path', () => {
  const one = [{ path: 'a', content: 'x\nb\ny' }];
  const two = [
    { path: 'a', content: 'x' },
    { path: 'b', content: 'y' },
  ];
  expect(specHash(one)).not.toBe(specHash(two));
});

test('the line that says the hash is no part of it, and stamping twice is stamping once', () => {
  fc.assert(
    fc.property(files, (some) => {
      const { files: stamped, specHash: hash } = stampSpecHash(some);
      expect(hash).toBe(specHash(some));
      expect(stampSpecHash(stamped)).toEqual({ files: stamped, specHash: hash });
    }),
  );
});

test('only that line of that file is left out', () => {
  const line = `specHash: "sha256:${'0'.repeat(64)}"\n`;
  const request = { path: 'requests/p/BR-1.yaml', content: 'a\n' };
  const other = { path: 'clusters/c/apps/e/x.yaml', content: 'a\n' };
  const add = (file: RenderedFile, more: string) => ({ ...file, content: file.content + more });
  expect(specHash([add(request, line), other])).toBe(specHash([request, other]));
  expect(specHash([add(request, line + line), other])).not.toBe(specHash([request, other]));
  expect(specHash([request, add(other, line)])).not.toBe(specHash([request, other]));
  expect(specHash([add(request, 'specHash: mine\n'), other])).not.toBe(specHash([request, other]));
});
