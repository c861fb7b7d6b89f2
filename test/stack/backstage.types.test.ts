/* Its packages are there only where it is installed, so its types are checked beside what runs it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { BACKSTAGE, BACKSTAGE_PROGRAMS } from '../../stack/programs/backstage.ts';
import { pathsOf } from '../../stack/programs/program.ts';

test('our packages for Backstage have no wrong types', () => {
  pathsOf(BACKSTAGE_PROGRAMS);
  const compiler = join(BACKSTAGE, '..', 'node_modules', '.bin', 'tsc');

  expect(execFileSync(compiler, ['-p', BACKSTAGE]).toString()).toBe('');
});
