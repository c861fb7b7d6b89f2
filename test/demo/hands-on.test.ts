import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startDemo } from '../support/demo.ts';

const run = promisify(execFile);

let demo: ReturnType<typeof startDemo>;
afterEach(() => demo.kill());

test('a person plays a request to ready: by keyboard, by command and in a browser', async () => {
  demo = startDemo('--hands-on', '--once', '--mail', 'test/corpus/mail/plain-form.eml');
  await demo.until(/Press Enter to send/);
  demo.type('What is this?');
  await demo.until(/"What is this\?" is no answer here/);
  demo.type('');
  await demo.until(/Done as Dana Field/);

  await demo.until(/You are Sam Okoro \(support\)/);
  const [, become = '', complete = ''] = await demo.until(/(\. \S+as-sam\.sh)\n\s+(berth tasks complete BR-\w+)/);
  await run('sh', ['-c', `${become} && ${complete}`]);
  await demo.until(/Done elsewhere/);

  await demo.until(/Type a number/);
  demo.type('9');
  await demo.until(/"9" is no answer here/);
  demo.type('2');
  await demo.until(/Done as Dana Field/);

  await demo.until(/You are Lee Marsh \(lead\)/);
  const [, pullRequest = ''] = await demo.until(/(http:\S+\/pull\/1)/);
  await demo.until(/a to approve/);
  const body = new URLSearchParams({ login: 'leemarsh', event: 'APPROVE', body: '' });
  expect((await fetch(`${pullRequest}/review`, { method: 'POST', body })).status).toBe(200);

  expect(await demo.ended).toBe(0);
  expect(demo.output()).toMatch(/-dev is ready\./);
}, 240_000);
