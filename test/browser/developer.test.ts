/* The developer's whole job: asks, follows, talks, chooses, withdraws, and has removed what nobody needs any more. */
import type { Page } from 'playwright-core';
import { expectAccessible, overflow, takePictures, wholeFilePortal } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { next, sayWhatAndWho, validated } from '../support/portal-moves.ts';

const portal = wholeFilePortal();

const back = (page: Page) => page.getByRole('button', { name: 'Back' }).click();
/** What comes of what is typed, beside the form. */
const outcome = (page: Page) => page.getByRole('complementary', { name: 'What comes of it' });
/** The step of this name, once it is shown as that. */
const untilStep = (page: Page, name: string, state: string) =>
  page.getByRole('listitem').filter({ hasText: name }).filter({ hasText: state }).first().waitFor();

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
  expect(await validated(portal, page)).toMatchObject({
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

test('a developer finds their request, talks about it and sees it move to ready by itself', async () => {
  const reason = 'Because <b>the old one</b> leaks.';
  const environments = [{ stage: 'prod', regions: ['east'], size: 'S', items: [] }];
  const reference = await portal.ask('dana', { project: 'billing', title: 'Billing API', reason, environments });
  const page = await portal.signIn('dana', '/');
  await page.getByRole('link', { name: 'Billing API' }).first().click();

  await page.getByRole('heading', { level: 1, name: 'Billing API' }).waitFor();
  await page.getByText(reason).waitFor();
  await page.getByText('Support checks the account plan').first().waitFor();
  const { task } = await portal.status(reference);
  await portal.act('sam', `/api/requests/${reference}/complete`, { task: 'accounts', plan: task?.plan });
  await page.getByText('It waits for people').waitFor();
  await untilStep(page, 'Approval', 'Under way');
  await page.getByRole('textbox', { name: 'Say something' }).fill('Please <i>today</i>,\nthe audit is tomorrow.');
  await page.getByRole('button', { name: 'Send' }).click();
  await portal.act('lee', `/api/requests/${reference}/comments`, { text: 'On it.' });
  await page.getByText('On it.').waitFor();
  await page.getByText('Please <i>today</i>, the audit is tomorrow.').waitFor();
  await page.getByRole('button', { name: /\d+ files/ }).click();
  await page.getByRole('button', { name: /namespace.yaml/ }).click();
  await page.getByText('kind: ConfigMap').waitFor();
  await expectAccessible(page);
  await takePictures(page, 'request');

  const { plan } = await portal.status(reference);
  await portal.act('lee', `/api/requests/${reference}/decide`, { verdict: 'approve', specHash: plan?.specHash });
  await untilStep(page, 'Notification', 'Done');
  await page.getByText('Everything is there and was tried out.').waitFor();
  expect(await page.getByRole('button', { name: 'Withdraw' }).count()).toBe(0);
  expect(portal.refused).toEqual([]);
});

test('a requester chooses the resources, sees what stands of it, and asks that it goes', async () => {
  const reference = await portal.ask('dana', { project: 'ferries', title: 'Ferries', environments: [] });
  await portal.played(reference, ({ task }) => task?.id === 'selection');
  const dana = await portal.signIn('dana', `/requests/${reference}/select`);
  await dana.getByRole('checkbox', { name: 'east' }).click();
  await outcome(dana).getByText('US$59.32').waitFor();
  await expectAccessible(dana);
  await dana.getByRole('button', { name: 'Choose these' }).click();
  await dana.waitForURL(/\/requests\/BR-\w+$/);
  await portal.played(reference, ({ phase }) => phase === 'ready');

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
  expect(await validated(portal, dana)).toMatchObject({
    kind: 'decommission',
    removes: { environment: 'ferries-dev' },
  });
});

test('on a phone a request is found by its reference and withdrawn by keyboard alone', async () => {
  const reference = await portal.ask('dana', { project: 'orders', title: 'Orders' });
  const listed = async () => (await portal.act('dana', `/api/requests?reference=${reference}`)) as { items: object[] };
  await eventually(async () => (await listed()).items[0]);
  const page = await portal.signIn('dana', '/requests', { width: 'phone', scheme: 'dark' });

  await page.getByLabel('Reference').fill(reference.slice(0, 9).toLowerCase());
  const found = page.getByRole('link', { name: 'Orders' });
  await found.waitFor();
  await expectAccessible(page);
  expect(await overflow(page)).toBe(0);
  await takePictures(page, 'requests');
  await found.press('Enter');
  await page.getByRole('button', { name: 'Withdraw' }).press('Enter');
  await page.getByRole('textbox', { name: /Reason/ }).waitFor();
  await page.keyboard.type('Not needed any more');
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).press('Enter');
  await page.getByText('Withdrawn by dana: Not needed any more').first().waitFor();
  await page.getByText('It has ended').waitFor();
  await expectAccessible(page);
  expect(await overflow(page)).toBe(0);
});
