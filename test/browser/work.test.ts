import type { Locator, Page } from 'playwright-core';
import { expectAccessible, overflow, takePictures, wholeFilePortal } from '../support/browser.ts';

const portal = wholeFilePortal();

/** More stops than any page of ours has. */
const MOST_STOPS = 80;

/** Goes there by the Tab key alone, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${String(target)}`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('by keyboard alone support mends and confirms the accounts, and the lead approves what was shown', async () => {
  const support = await portal.signIn('sam', '/work');
  const reference = await portal.ask('dana', { members: ['newcomer@example.test'] });

  // It comes by itself.
  await press(support, support.getByRole('link', { name: 'Check the accounts: payments' }));
  await press(support, button(support, 'Claim'));
  await support.getByText('You have claimed this.').waitFor();
  await press(support, button(support, 'Edit Newcomer'));
  const id = support.getByRole('textbox', { name: 'Directory id' });
  await typeInto(support, id, 'New Comer');
  await press(support, button(support, 'Confirm the accounts'));
  await support.getByText(/cannot be an id/).waitFor();
  expect(await id.getAttribute('aria-invalid')).toBe('true');
  await expectAccessible(support);
  await takePictures(support, 'accounts');
  await support.reload();
  await press(support, button(support, 'Edit Newcomer'));
  expect(await id.inputValue()).toBe('New Comer');
  await typeInto(support, id, 'nora');
  await support.getByText('Account nora for Newcomer').waitFor();
  await press(support, button(support, 'Confirm the accounts'));
  await support.getByText('Done', { exact: true }).waitFor();

  const lead = await portal.signIn('lee', '/work');
  await press(lead, lead.getByRole('link', { name: 'Decide: payments' }));
  await press(lead, button(lead, 'Reject'));
  await lead.getByText('Say why: whoever asked reads it.').waitFor();
  await expectAccessible(lead);
  await takePictures(lead, 'decision');
  await press(lead, button(lead, 'Approve'));
  await lead.getByText('Your decision counts: Approve').waitFor();

  const { decisions } = await portal.status(reference);
  expect(decisions).toMatchObject([
    { counts: true, decision: { person: 'lee', verdict: 'approve', channel: 'portal' } },
  ]);
  expect(portal.refused).toEqual([]);
});

test('operators see everything as a whole, and the record; each page can be read by everybody, on a phone too', async () => {
  const page = await portal.signIn('olga', '/operations');
  for (const view of ['Incidents', 'Freezes', 'Flow', 'Clusters', 'Systems']) {
    await page.getByRole('tab', { name: view }).click();
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    await expectAccessible(page);
  }
  await takePictures(page, 'operations-systems');
  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByRole('cell', { name: 'sam' }).first().waitFor();
  await expectAccessible(page);
  await takePictures(page, 'audit');
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await overflow(page)).toBe(0);
});
