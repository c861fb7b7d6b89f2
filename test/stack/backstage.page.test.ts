/* Berth's page and card in a real Backstage, at a real browser: what somebody sees there is what they may see in Berth. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { makeStackContext } from '../../stack/kit/context.ts';
import { type BackstageAround, startAround } from '../support/backstage.ts';
import { startBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';

let around: BackstageAround;
let browser: Browser;

beforeAll(async () => {
  const context = await makeStackContext(mkdtempSync(join(tmpdir(), 'berth-backstage-')));
  [around, browser] = await Promise.all([startAround(context), startBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await around?.close();
}, 60_000);

/** Backstage's page of this path, as whom its guest sign-in lets in. */
async function enter(path: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(60_000);
  await page.goto(`${around.backstage.url}${path}`);
  await page.getByRole('button', { name: 'Enter' }).click();
  return page;
}

/** Backstage shows no page of what it has yet to bring in. */
async function isInCatalogue(): Promise<boolean> {
  const headers = { authorization: `Bearer ${await around.backstage.signIn()}` };
  return (await fetch(`${around.backstage.url}/api/catalog/entities/by-name/system/default/payments`, { headers })).ok;
}

test('what waits for somebody and what they have asked for are links to Berth', async () => {
  const reference = await around.requests.stand();
  const page = await enter('/catalog');
  await page.getByRole('link', { name: 'Berth' }).click();

  const mine = page.getByRole('table', { name: 'Your requests' });
  await mine.getByRole('link', { name: reference }).waitFor();

  const link = await mine.getByRole('link', { name: reference }).getAttribute('href');
  expect(link).toBe(`${around.berth}/requests/${reference}`);
  expect(await mine.getByRole('row', { name: reference }).textContent()).toContain('lee: Project lead decides');
  await page.getByText('Nothing waits for you.').waitFor();
});

test('the page of a project in the catalogue has its requests, and the story of the newest', async () => {
  const reference = await around.requests.stand();
  await eventually(isInCatalogue);
  const page = await enter('/catalog/default/system/payments');

  await page.getByRole('table', { name: 'Requests' }).getByRole('link', { name: reference }).waitFor();

  const story = page.getByRole('list', { name: new RegExp(`Story of ${reference}`) });
  await story.waitFor();
  expect(await story.getByRole('listitem').count()).toBeGreaterThan(0);
});
