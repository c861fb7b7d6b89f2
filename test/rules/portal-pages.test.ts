import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const pathsIn = (file: string, pattern: RegExp): string[] =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(pattern)].map(([, path = '']) => path).toSorted();

test('the API serves every page that the portal has, so that links and reloads find it, and no other', () => {
  const pages = pathsIn('portal/src/pages.ts', /path: '(\/[^']*)'/g);
  const served = pathsIn('src/api/portal.ts', /^ {2}'(\/[^']*)',$/gm);
  expect(pages).toContain('/work/:reference');
  expect(served).toEqual(pages);
});
