import { lives, startDemo } from '../support/demo.ts';

let demo: ReturnType<typeof startDemo>;
afterEach(() => demo.kill());

test('once the request is ready everything can be looked at; Ctrl-C ends every process and says what was kept', async () => {
  demo = startDemo();
  await demo.until(/payments-prod is ready/);
  const [, ui = ''] = await demo.until(/Temporal UI\s+(http:\S+\/workflows\/request%3ABR-\w+)/);
  const [, mailboxes = ''] = await demo.until(/Mailboxes\s+(http:\S+)/);
  const [, pullRequest = ''] = await demo.until(/Pull request\s+(http:\S+)/);
  const [, slack = ''] = await demo.until(/Slack\s+(http:\S+)/);
  await demo.until(/Ctrl-C ends/);

  const pages = await Promise.all([ui, mailboxes, pullRequest, slack].map((url) => fetch(url)));
  const processes = demo.processes();
  demo.interrupt();

  expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  // npm's part, the demo, Temporal, the API and the worker.
  expect(processes.length).toBeGreaterThanOrEqual(5);
  expect(await demo.ended).toBe(0);
  expect(demo.output()).toMatch(/All processes have ended.*are kept in .*\.berth/);
  expect(processes.filter(lives)).toEqual([]);
}, 240_000);

test('Ctrl-C in the middle of a request ends every process too', async () => {
  demo = startDemo('--hands-on');
  await demo.until(/Press Enter to send/);
  const processes = demo.processes();
  demo.interrupt();

  expect(await demo.ended).toBe(1);
  expect(processes.length).toBeGreaterThanOrEqual(5);
  expect(processes.filter(lives)).toEqual([]);
}, 240_000);
