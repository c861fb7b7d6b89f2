import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endChild, startChild } from './child.ts';

const CHILD = join(import.meta.dirname, 'child.ts');
const STAYS = 'setInterval(() => {}, 1e6)';

test('however many there are, one listener waits for our end', async () => {
  const before = process.listenerCount('exit');
  const children = [1, 2, 3].map(() => startChild(['-e', STAYS], { stdio: 'ignore' }));
  const meanwhile = process.listenerCount('exit');
  await Promise.all(children.map((child) => endChild(child, 0)));

  expect(meanwhile).toBe(before);
});

test('whoever is left when we end without a word is killed', async () => {
  const args = JSON.stringify(['-e', `console.log('here'); ${STAYS}`]);
  const script = `
    import { startChild } from ${JSON.stringify(CHILD)};
    startChild(${args}, { stdio: ['ignore', 'inherit', 'ignore'] });
    process.stdin.once('data', () => process.exit(0));
  `;
  const us = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  await once(us.stdout, 'data');

  // The child holds this pipe too: it closes when both are gone.
  const gone = Promise.all([once(us, 'exit'), once(us.stdout.resume(), 'close')]);
  us.stdin.write('end');

  const [[code]] = await gone;
  expect(code).toBe(0);
});
