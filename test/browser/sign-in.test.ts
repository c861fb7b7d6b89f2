import { expectAccessible, overflow, takePictures, wholeFilePortal } from '../support/browser.ts';

const portal = wholeFilePortal();

test('whoever opens a page is taken to the sign-in and back to it, and the page is theirs', async () => {
  const page = await portal.signIn('dana', '/');

  await page.getByText('Dana Field').first().waitFor();
  expect(
    await page
      .getByRole('heading', { level: 1 })
      .evaluate((heading) => heading === heading.ownerDocument.activeElement),
  ).toBe(true);
  await expectAccessible(page);
  await takePictures(page, 'home');
  expect(portal.refused).toEqual([]);
});

test('on a phone it fits, and its pages are behind the menu', async () => {
  const page = await portal.signIn('dana', '/', { width: 'phone', scheme: 'dark' });

  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('navigation').getByRole('link').first().waitFor();
  await expectAccessible(page);
  expect(await overflow(page)).toBe(0);
});
