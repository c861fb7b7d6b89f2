/* The whole of it as people have it: three of them, each at their own browser, and nobody touches anything but pages. */
import { wholeFilePortal } from '../support/browser.ts';
import { next, sayWhatAndWho } from '../support/portal-moves.ts';

const portal = wholeFilePortal();

test('typed from scratch to ready: a developer asks, support confirms the accounts, the lead approves', async () => {
  const [developer, support, lead] = await Promise.all([
    portal.signIn('dana', '/ask'),
    portal.signIn('sam', '/work'),
    portal.signIn('lee', '/work'),
  ]);
  await sayWhatAndWho(developer, 'lee@example.test');
  await developer.getByRole('radio', { name: 'dev' }).check();
  await developer.getByRole('checkbox', { name: 'east' }).click();
  await developer.getByRole('radio', { name: /^S/ }).click();
  await next(developer);
  await developer.getByRole('button', { name: 'Send the request' }).click();
  await developer.waitForURL(/\/requests\/BR-/);

  await support.getByRole('link', { name: 'Check the accounts: payments' }).click();
  await support.getByRole('button', { name: 'Claim', exact: true }).click();
  await support.getByText('You have claimed this.').waitFor();
  await support.getByRole('button', { name: 'Confirm as proposed' }).click();
  await lead.getByRole('link', { name: 'Decide: payments' }).click();
  await lead.getByRole('button', { name: 'Approve', exact: true }).click();
  await lead.getByText('Your decision counts: Approve').waitFor();

  // Nobody has touched this page since it was asked.
  await developer.getByText('Everything is there and was tried out.').waitFor({ timeout: 90_000 });
  const { phase, decisions } = await portal.status(developer.url().split('/').at(-1) ?? '');
  expect([phase, decisions.map(({ decision, counts }) => [decision.person, counts])]).toEqual([
    'ready',
    [['lee', true]],
  ]);
  expect(portal.refused).toEqual([]);
});
