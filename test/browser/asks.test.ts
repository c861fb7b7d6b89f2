import type { Page } from 'playwright-core';
import { toward } from '../../scripts/demo/people.ts';
import type { ServiceRequest } from '../../src/domain/request.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { expectAccessible, overflow, takePictures, wholeFilePortal } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { next, sayWhatAndWho } from '../support/portal-moves.ts';

const portal = wholeFilePortal();

const back = (page: Page) => page.getByRole('button', { name: 'Back' }).click();
/** What comes of what is typed, beside the form. */
const outcome = (page: Page) => page.getByRole('complementary', { name: 'What comes of it' });

/** The request of the page, once Berth has looked at it. */
async function validated(page: Page): Promise<ServiceRequest> {
  const reference = page.url().split('/').at(-1) ?? '';
  return eventually(async () => (await portal.status(reference)).request ?? undefined);
}

/** All of a request, on a machine that does other things as well. */
const READY_WITHIN_MS = 120_000;

/** Lets the others do their part until the request is so far. */
async function played(reference: string, far: (status: RequestStatus) => boolean): Promise<void> {
  const nextMove = toward('ready');
  const made = new Set<string>();
  await eventually(async () => {
    const status = await portal.status(reference);
    if (far(status)) return true;
    const move = nextMove(portal.stage.sandbox, status);
    if (!move || made.has(move.what)) return false;
    made.add(move.what);
    await move.act();
    return false;
  }, READY_WITHIN_MS);
}

test('a developer asks for a project from scratch: prices before, mistakes at their fields, the draft kept, sent once', async () => {
  const page = await portal.signIn('dana', '/ask');
  await sayWhatAndWho(page, 'lee@exam');
  await page.getByRole('heading', { level: 2, name: 'Resources' }).waitFor();
  await back(page);
  await page.getByText('This is not a mail address. Write it like lee@example.test.').waitFor();
  await page.getByLabel('Lead').fill('lee@example.test');
  await expectAccessible(page);
  await next(page);

  await page.getByRole('radio', { name: 'prod' }).check();
  await page.getByRole('checkbox', { name: 'east' }).click();
  await page.getByRole('radio', { name: /^S/ }).click();
  await outcome(page).getByText('US$59.32').waitFor();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Add PostgreSQL database' }).click();
  await page.getByLabel('Storage of each instance').fill('5 GB');
  await page.getByRole('radio', { name: /^M/ }).click();
  await next(page);
  await page.getByRole('alert').getByText('PostgreSQL database, Storage of each instance').waitFor();
  expect(await page.getByRole('button', { name: 'Send the request' }).isDisabled()).toBe(true);

  await page.reload();
  await page.getByText('What you had typed is here again').waitFor();
  await page.getByRole('button', { name: /^3/ }).click();
  await page.getByLabel('Storage of each instance').fill('5Gi');
  await outcome(page).getByText('US$143.79').waitFor();
  await outcome(page).getByText('lead: lee').waitFor();
  await expectAccessible(page);
  await takePictures(page, 'ask-resources');
  await next(page);
  await takePictures(page, 'ask-send');
  await page.getByRole('button', { name: 'Send the request' }).click();

  await page.waitForURL(/\/requests\/BR-/);
  expect(await validated(page)).toMatchObject({
    project: 'payments',
    requester: 'dana@example.test',
    lead: 'lee@example.test',
    selection: { stage: 'prod', regions: ['east'], size: 'M', items: [{ item: 'postgresql' }] },
  });
  await page.goto('/ask');
  await page.getByRole('combobox', { name: 'Project' }).waitFor();
  expect(await page.getByText('What you had typed is here again').count()).toBe(0);
  expect(portal.refused).toEqual([]);
});

test('support asks for somebody, on a phone, and it is noted who did', async () => {
  const sam = await portal.signIn('sam', '/start', { width: 'phone', scheme: 'dark' });
  await sam.getByText('You ask for somebody else').waitFor();
  await sam.getByRole('combobox', { name: 'Project' }).fill('harbour');
  await next(sam);
  await sam.getByLabel('For whom').fill('dana@example.test');
  await sam.getByLabel('Lead').fill('lee@example.test');
  await sam.getByRole('combobox', { name: 'Cost centre' }).fill('CC-1042');
  await next(sam);
  await sam.getByLabel('Choose the resources later').check({ force: true });
  await next(sam);
  await expectAccessible(sam);
  expect(await overflow(sam)).toBe(0);
  await sam.getByRole('button', { name: 'Send the request' }).click();
  await sam.waitForURL(/\/requests\/BR-/);
  expect(await validated(sam)).toMatchObject({ requester: 'dana@example.test', source: { startedBy: 'sam' } });
});

test('a requester chooses the resources, sees what stands of it, and asks that it goes', async () => {
  const reference = await portal.ask('dana', { project: 'ferries', title: 'Ferries', environments: [] });
  await played(reference, ({ task }) => task?.id === 'selection');
  const dana = await portal.signIn('dana', `/requests/${reference}/select`);
  await dana.getByRole('checkbox', { name: 'east' }).click();
  await outcome(dana).getByText('US$59.32').waitFor();
  await expectAccessible(dana);
  await dana.getByRole('button', { name: 'Choose these' }).click();
  await dana.waitForURL(/\/requests\/BR-\w+$/);
  await played(reference, ({ phase }) => phase === 'ready');

  await dana.goto('/projects');
  await dana.getByRole('link', { name: 'Ferries' }).click();
  const environment = dana.getByRole('article', { name: 'ferries-dev' });
  await environment.getByText('ready').waitFor();
  await dana.getByRole('row', { name: /grant berth-operators admin organisation example/ }).waitFor();
  await expectAccessible(dana);
  await takePictures(dana, 'project');
  await environment.getByRole('link', { name: 'Remove ferries-dev' }).click();
  await dana.getByText('This removes ferries-dev; none of its items holds data.').waitFor();
  await dana.getByLabel('Type ferries-dev to say that you mean it').fill('ferries-dev');
  await expectAccessible(dana);
  await dana.getByRole('button', { name: 'Ask to remove it' }).click();
  await dana.waitForURL(/\/requests\/BR-/);
  expect(await validated(dana)).toMatchObject({ kind: 'decommission', removes: { environment: 'ferries-dev' } });
});

test('the catalogue says what there is, what it costs and who decides, on a phone too', async () => {
  const page = await portal.signIn('dana', '/catalogue', { width: 'phone' });
  await page.getByText('one of the leads of the project').first().waitFor();
  await page.getByRole('article', { name: 'Virtual machine (legacy)' }).getByText('US$60.12').waitFor();
  await expectAccessible(page);
  expect(await overflow(page)).toBe(0);
  await takePictures(page, 'catalogue');
});
