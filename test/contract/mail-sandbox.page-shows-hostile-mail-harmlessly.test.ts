import { wholeFile } from '../support/fixture.ts';
import { REQUESTS } from '../support/mail.ts';
import { startMailSandbox } from '../support/mail-sandbox.ts';

const ATTACK = '<script>alert(1)</script><img src=x onerror=alert(2)>';

const sandbox = wholeFile(startMailSandbox);
beforeAll(async () => {
  await sandbox.send('dana', {
    to: 'sam@example.test',
    subject: `Hello ${ATTACK}`,
    text: `${ATTACK} see http://127.0.0.1:9/confirm?token=a.b-c&x="><script>alert(3)</script>. javascript:alert(4)`,
    html: `<p>Hello</p>${ATTACK}<a href="http://127.0.0.1:9/confirm?token=a">yes</a>`,
  });
  await sandbox.inject(`From: "${ATTACK}" <mallory@outside.test>\r\nSubject: </title>${ATTACK}\r\n\r\n</pre>${ATTACK}`);
});

const open = (path: string) => fetch(`${sandbox.mail.pageUrl}${path}`);

test.each(['', 'sam@example.test', 'sam@example.test/1', REQUESTS.address, `${REQUESTS.address}/1`])(
  'page "%s" has no markup of a mail and runs nothing',
  async (path) => {
    const response = await open(path);
    const page = await response.text();

    expect(response.status).toBe(200);
    expect(page).not.toMatch(/<script|<img|href="javascript:/i);
    expect(page.match(/<\/title>/g)).toHaveLength(1);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-security-policy')).not.toContain('script-src');
  },
);

test('links in the text lead where they say', async () => {
  const page = await (await open('sam@example.test/1')).text();

  expect(page).toContain('<a href="http://127.0.0.1:9/confirm?token=a.b-c&amp;x=">');
});

test('the HTML of a mail is shown in a cage without scripts, forms or our origin, opened directly too', async () => {
  const page = await (await open('sam@example.test/1')).text();
  const caged = await open('sam@example.test/1/html');
  const cages = [
    /<iframe sandbox="([^"]*)"/.exec(page)?.[1],
    /sandbox ([^;]*);/.exec(caged.headers.get('content-security-policy') ?? '')?.[1],
  ];

  expect(page).toContain('src="/sam@example.test/1/html"');
  expect(cages).toEqual(Array(2).fill('allow-popups allow-popups-to-escape-sandbox'));
  expect(caged.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(caged.headers.get('content-security-policy')).toContain("form-action 'none'");
  expect(await caged.text()).toContain('<base target="_blank">');
});

test.each(['nobody@example.test', 'sam@example.test/2', 'sam@example.test/0', 'sam@example.test/length', 'a/b/c'])(
  'there is no page "%s"',
  async (path) => {
    expect((await open(path)).status).toBe(404);
  },
);
