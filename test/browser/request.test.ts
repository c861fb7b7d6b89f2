import type { Page } from 'playwright-core';
import { expectAccessible, overflow, takePictures, wholeFilePortal } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';

const portal = wholeFilePortal();

/** The step of this name, once it is shown as that. */
const untilStep = (page: Page, name: string, state: string) =>
  page.getByRole('listitem').filter({ hasText: name }).filter({ hasText: state }).first().waitFor();

test('a developer finds their request, talks about it and sees it move to ready by itself', async () => {
  const reason = 'Because <b>the old one</b> leaks.';
  const environments = [{ stage: 'prod', regions: ['east'], size: 'S', items: [] }];
  const reference = await portal.ask('dana', { reason, environments });
  const page = await portal.signIn('dana', '/');
  await page.getByRole('link', { name: 'Payments API' }).first().click();

  await page.getByRole('heading', { level: 1, name: 'Payments API' }).waitFor();
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
