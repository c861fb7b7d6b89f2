/* Somebody who reads German, at a browser that asks for English. */
import { expectAccessible, overflow, takePictures, wholeFilePortal } from '../support/browser.ts';
import { press } from '../support/keyboard.ts';

const portal = wholeFilePortal();

test('whoever chooses German by keyboard reads a request in German, and does so from then on', async () => {
  const reference = await portal.ask('dana');
  const page = await portal.signIn('dana', `/requests/${reference}`);
  const language = () => page.evaluate('document.documentElement.lang');
  await page.getByText('Support checks the account plan').first().waitFor();
  expect(await language()).toBe('en');

  await press(page, page.getByRole('button', { name: 'Dana Field' }));
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).press('Enter');
  await page.getByRole('heading', { name: 'Acht Schritte' }).waitFor();
  await page.getByText('Kontenplan prüfen').waitFor();
  expect(await language()).toBe('de');
  expect(await page.title()).toBe('Payments API · Berth');
  // What Berth said in English is said to be English.
  await page.locator('[lang=en]').getByText('Support checks the account plan').first().waitFor();
  await expectAccessible(page);
  await takePictures(page, 'german-request');

  await page.setViewportSize({ width: 360, height: 740 });
  await page.reload();
  await page.getByText('Kontenplan prüfen').waitFor();
  expect(await language()).toBe('de');
  expect(await overflow(page)).toBe(0);
  expect(portal.refused).toEqual([]);
});
