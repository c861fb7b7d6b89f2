import { readFileSync } from 'node:fs';
import { EXIT } from '../../src/cli/failures.ts';

test('every exit code is documented, and no other', () => {
  const page = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8');

  const documented = [...page.matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code));

  expect(documented).toEqual(Object.values(EXIT));
});
