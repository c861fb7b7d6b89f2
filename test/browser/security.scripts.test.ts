import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { PORTAL_PATHS } from '../../src/api/portal.ts';
import { signDecisionLink } from '../../src/auth/decision-links.ts';
import { signToken } from '../../src/auth/tokens.ts';
import { DECISION_KEY } from '../support/api.ts';
import { startBrowser } from '../support/browser.ts';
import { wholeFile } from '../support/fixture.ts';
import { BUILT_PORTAL, HOSTILE, type HostileBerth, startHostileBerth } from '../support/hostile.ts';
import { SPEC } from '../support/standing-request.ts';

/*
 * What people write is shown as text, on every page of the portal and of the server: what is planted is in every field that
 * somebody fills. The same of mails, Slack and pull requests: src/mail/templates.test.ts, src/domain/slack-blocks.test.ts,
 * src/domain/pull-request-text.test.ts.
 */
const berth: HostileBerth = wholeFile(() => startHostileBerth(BUILT_PORTAL));
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** On a busy machine a page takes its time. */
const SHOWN_WITHIN_MS = 45_000;

/** Whatever of it has become more than text. */
const PLANTED = `({
  ran: window.ran ?? 0,
  made: document.querySelectorAll('xss-mark, img[src="x"], [onerror], [onload], script:not([src]), a[href^="javascript:" i]').length,
})`;
const NOTHING = { ran: 0, made: 0 };

/** A page that notes what runs in it, and what its policy keeps from running: that has become an element already. */
async function openPage(refused: string[] = []): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: berth.url, locale: 'en-GB' })).newPage();
  await page.addInitScript('window.planted = () => { window.ran = (window.ran ?? 0) + 1; }');
  page.setDefaultTimeout(SHOWN_WITHIN_MS);
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
  });
  return page;
}

/** The page of this path, of every request where it is one of a request. */
function pagesOf(path: string): string[] {
  const whole = path.replace(':project', 'payments').replace(':environment', 'payments-prod');
  return whole.includes(':reference') ? berth.references.map((one) => whole.replace(':reference', one)) : [whole];
}

/** Where so much stands that what is planted has to be seen, as text, once for all that is shown. */
const SHOWS_PLANTED: readonly string[] = ['/requests', '/requests/:reference', '/work', '/work/:reference', '/audit'];

describe('the portal', () => {
  const refused: string[] = [];
  let page: Page;
  beforeAll(async () => {
    page = await openPage(refused);
    await page.goto('/requests');
    await page.getByLabel('Name').fill('olga');
    await page.getByLabel('Password').fill('any');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/requests');
  });
  /** Goes there, and waits until nothing is being read any more. */
  const visit = async (path: string) => {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.locator('body:not(:has([aria-busy=true]))').waitFor();
  };

  test.each(PORTAL_PATHS)('%s makes nothing of what people write but text', async (path) => {
    const texts: string[] = [];
    for (const one of pagesOf(path)) {
      await visit(one);
      expect([one, await page.evaluate(PLANTED)]).toEqual([one, NOTHING]);
      texts.push(await page.locator('body').innerText());
    }
    const isShown = texts.join().includes('<xss-mark>');
    expect([path, isShown || !SHOWS_PLANTED.includes(path)]).toEqual([path, true]);
    expect(refused).toEqual([]);
  });

  test.each(['Incidents', 'Freezes', 'Systems'])('nor do operations: %s', async (view) => {
    await visit('/operations');
    await page.getByRole('tab', { name: view }).click();
    await page.getByText('<xss-mark>').first().waitFor();
    expect(await page.evaluate(PLANTED)).toEqual(NOTHING);
    expect(refused).toEqual([]);
  });
});

test('what is planted would be seen on a page that does not escape it', async () => {
  const page = await openPage();
  await page.goto('data:text/html,<title>x</title>');
  await page.setContent(`<p title="${HOSTILE}">${HOSTILE}</p>`);
  await page.waitForFunction('(window.ran ?? 0) > 1');

  expect(await page.evaluate(PLANTED)).not.toMatchObject({ made: 0 });
});

test('no page that mails link to, or that stands before the sign-in, does either', async () => {
  const refused: string[] = [];
  const page = await openPage(refused);
  const link = { id: randomUUID(), reference: berth.deciding, specHash: SPEC, stage: 'lead', person: 'olga' };
  const decide = await signDecisionLink(DECISION_KEY, link, new Date(Date.now() + 3_600_000));
  const sender = { reference: berth.deciding, mail: `${HOSTILE}@example.test` };
  const confirm = await signToken(DECISION_KEY, 'confirm-sender', sender, 3600);
  const activate = await signToken(DECISION_KEY, 'activate', { id: HOSTILE, passwordStamp: 'g.1' }, 3600);
  const told = encodeURIComponent(HOSTILE);

  for (const path of [
    `/decide/${decide}`,
    `/decide/${told}`,
    `/confirm?token=${confirm}`,
    `/confirm?token=${told}`,
    `/activate?token=${activate}`,
    `/activate?token=${told}`,
    `/sign-in?to=${told}`,
    `/sign-in?to=/${told}`,
    `/signed-out?${told}`,
    `/api/docs?${told}`,
    `/api/${told}`,
    `/${told}`,
  ]) {
    await page.goto(path);
    expect([path, await page.evaluate(PLANTED)]).toEqual([path, NOTHING]);
  }
  await page.goto(`/decide/${decide}`);
  await page.getByText('<xss-mark>').first().waitFor();
  await page.getByLabel(/Reject/).check();
  await page.getByRole('textbox').fill(`${HOSTILE}${'x'.repeat(2000)}`);
  await page.getByRole('button').click();
  expect(await page.evaluate(PLANTED)).toEqual(NOTHING);
  expect(refused).toEqual([]);
});
