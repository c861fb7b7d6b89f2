/*
 * Every page that the portal has, looked at by somebody whose it is: wide and on a phone, light and dark, with pictures of
 * each for people to look at. A page that is new has no place below, and this file does not compile.
 */
import type { Page } from 'playwright-core';
import { mailRequest } from '../../scripts/demo/mail.ts';
import type { PORTAL_PATHS } from '../../src/api/portal.ts';
import { expectAccessible, overflow, takePictures, wholeFilePortal } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { unreachable } from '../support/keyboard.ts';
import { UNCLEAR_MAIL } from '../support/unclear-mail.ts';

const portal = wholeFilePortal();

type Path = (typeof PORTAL_PATHS)[number];
type Who = Parameters<typeof portal.signIn>[0];
/** Who looks, at which address; `:name` stands for the request of this name in `there`. */
type Visit = readonly [who: Who, address: string];

const PAGES: Readonly<Record<Path, readonly Visit[]>> = {
  '/': [['dana', '/']],
  '/ask': [['dana', '/ask?project=payments']],
  '/start': [['sam', '/start']],
  '/requests': [['dana', '/requests']],
  '/requests/:reference': [
    ['dana', '/requests/:ready'],
    ['lee', '/requests/:decision'],
  ],
  '/requests/:reference/select': [['dana', '/requests/:selection/select']],
  '/work': [['sam', '/work']],
  '/work/:reference': [
    ['sam', '/work/:accounts'],
    ['sam', '/work/:unclear'],
  ],
  '/decisions/:reference': [['lee', '/decisions/:decision']],
  '/projects': [['dana', '/projects']],
  '/projects/:project': [['dana', '/projects/payments']],
  '/projects/:project/remove/:environment': [['sam', '/projects/payments/remove/payments-prod']],
  '/operations': (['incidents', 'freezes', 'flow', 'clusters', 'systems'] as const).map(
    (view) => ['olga', `/operations?show=${view}`] as const,
  ),
  '/catalogue': [['dana', '/catalogue']],
  '/audit': [['ada', '/audit']],
};
const VISITS = Object.values(PAGES).flat();

/** References of requests that stand as their names say. */
const there: Record<string, string> = {};
const pages = new Map<Who, Page>();

beforeAll(async () => {
  const [ready, accounts, decision, selection] = await Promise.all([
    portal.ask('dana', { environments: [] }),
    portal.ask('dana', { project: 'orders', title: 'Orders', members: ['newcomer@example.test'] }),
    portal.ask('dana', { project: 'invoices', title: 'Invoices' }),
    portal.ask('dana', { project: 'ferries', title: 'Ferries', environments: [] }),
    mailRequest(portal.stage.sandbox, UNCLEAR_MAIL),
  ]);
  Object.assign(there, { ready, accounts, decision, selection });
  await portal.played(ready, ({ phase }) => phase === 'ready');
  await portal.played(decision, ({ step, waitingOn }) => step === 'APPROVAL_WORKFLOW' && waitingOn?.kind === 'person');
  await portal.played(selection, ({ task }) => task?.id === 'selection');
  there['unclear'] = await eventually(async () => {
    const { items } = (await portal.act('sam', '/api/tasks?scope=queue')) as { items: Task[] };
    return items.find(({ task }) => task?.id === 'triage')?.reference;
  });
});

interface Task {
  readonly reference: string;
  readonly task: { readonly id: string } | null;
}

/** The page of this person at this address, once everything on it has come. */
async function open(who: Who, address: string): Promise<Page> {
  const page = pages.get(who) ?? (await portal.signIn(who, '/'));
  pages.set(who, page);
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await eventually(async () => (await page.locator('[aria-busy=true]').count()) === 0);
  return page;
}

test.each(VISITS)(
  '%s reads %s by whatever means: nothing is hidden, too wide or out of reach',
  async (who, address) => {
    const where = address.replace(/:(\w+)/, (_, name: string) => there[name] ?? name);
    const page = await open(who, where);
    const name = address.replace(/\W+/g, ' ').trim().replaceAll(' ', '-') || 'home';
    const tooWide: number[] = [];
    await takePictures(page, name, async (view) => {
      tooWide.push(await overflow(page));
      // Both widths and both schemes, without all four: it is slow.
      if (view === 'wide light' || view === 'phone dark') await expectAccessible(page);
    });
    expect(tooWide).toEqual([0, 0, 0, 0]);
    expect(await unreachable(page)).toEqual([]);
  },
);

test('whoever opens a page is taken to the sign-in and back to it; on a phone its pages are behind the menu', async () => {
  const page = await portal.signIn('dana', '/projects', { width: 'phone', scheme: 'dark' });
  const heading = page.getByRole('heading', { level: 1, name: 'Projects' });
  expect(await heading.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('navigation').getByRole('link', { name: 'Catalogue' }).click();
  await page.getByRole('heading', { level: 1, name: 'Catalogue' }).waitFor();
  expect(portal.refused).toEqual([]);
});

test('a tab that was open while Berth was updated loads itself anew, once, and says so', async () => {
  const page = await portal.signIn('dana', '/projects');
  await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor();
  let isGone = true;
  await page.route(/assets\/page-.*[.]js$/, (route) => (isGone ? route.fulfill({ status: 404 }) : route.fallback()));
  await page.route('**/catalogue', async (route) => {
    isGone = false;
    await route.fallback();
  });
  await page.getByRole('navigation').getByRole('link', { name: 'Catalogue' }).click();
  await page.getByText('Berth was updated, so this page was loaded anew.').waitFor();
  await page.getByRole('heading', { level: 1, name: 'Catalogue' }).waitFor();

  // Where that does not help somebody is told, and the tab does not go round and round.
  isGone = true;
  await page.getByRole('navigation').getByRole('link', { name: 'My work' }).click();
  await page.getByText('A part of the page did not arrive.').waitFor();
  expect(new URL(page.url()).pathname).toBe('/work');
});
