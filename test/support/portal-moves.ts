import type { Page } from 'playwright-core';

export const next = (page: Page): Promise<void> => page.getByRole('button', { name: 'Next' }).click();

/** The steps of the form before the resources. */
export async function sayWhatAndWho(page: Page, lead: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Project' }).fill('payments');
  await page.getByLabel('Title').fill('Payments API');
  await page.getByLabel('Reason').fill('Replaces the legacy billing machine.');
  await next(page);
  await page.getByLabel('Lead').fill(lead);
  await page.getByRole('combobox', { name: 'Cost centre' }).fill('CC-1042');
  await next(page);
}
