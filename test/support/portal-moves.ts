import type { Page } from 'playwright-core';
import type { ServiceRequest } from '../../src/domain/request.ts';
import type { Portal } from './browser.ts';
import { eventually } from './eventually.ts';

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

/** The request of the page, once Berth has looked at it. */
export async function validated(portal: Portal, page: Page): Promise<ServiceRequest> {
  const reference = page.url().split('/').at(-1) ?? '';
  return eventually(async () => (await portal.status(reference)).request ?? undefined);
}
