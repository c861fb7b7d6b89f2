/* The whole of it as people have it: three of them, each at their own browser and without a mouse, and nobody touches anything but pages. */
import { wholeFilePortal } from '../support/browser.ts';
import { press, tabTo, typeInto } from '../support/keyboard.ts';

const portal = wholeFilePortal();

test('typed from scratch to ready: a developer asks, support confirms the accounts, the lead approves', async () => {
  const [developer, support, lead] = await Promise.all([
    portal.signIn('dana', '/ask'),
    portal.signIn('sam', '/work'),
    portal.signIn('lee', '/work'),
  ]);
  const next = () => press(developer, developer.getByRole('button', { name: 'Next' }));
  await typeInto(developer, developer.getByRole('combobox', { name: 'Project' }), 'payments');
  await typeInto(developer, developer.getByLabel('Title'), 'Payments API');
  await next();
  await typeInto(developer, developer.getByLabel('Lead'), 'lee@example.test');
  await typeInto(developer, developer.getByRole('combobox', { name: 'Cost centre' }), 'CC-1042');
  await next();
  await tabTo(developer, developer.getByRole('checkbox', { name: 'east' }));
  await developer.keyboard.press('Space');
  await tabTo(developer, developer.getByRole('radio', { name: /^S/ }));
  await developer.keyboard.press('ArrowUp');
  await next();
  await press(developer, developer.getByRole('button', { name: 'Send the request' }));
  await developer.waitForURL(/\/requests\/BR-/);

  await press(support, support.getByRole('link', { name: 'Check the accounts: payments' }));
  await press(support, support.getByRole('button', { name: 'Claim', exact: true }));
  await support.getByText('You have claimed this.').waitFor();
  await press(support, support.getByRole('button', { name: 'Confirm as proposed' }));
  await press(lead, lead.getByRole('link', { name: 'Decide: payments' }));
  await press(lead, lead.getByRole('button', { name: 'Approve', exact: true }));
  await lead.getByText('Your decision counts: Approve').waitFor();

  // Nobody has touched this page since it was asked.
  await developer.getByText('Everything is there and was tried out.').waitFor({ timeout: 90_000 });
  const { phase, decisions, request } = await portal.status(developer.url().split('/').at(-1) ?? '');
  expect(request?.selection).toMatchObject({ stage: 'dev', regions: ['east'], size: 'XS' });
  expect([phase, decisions.map(({ decision, counts }) => [decision.person, counts])]).toEqual([
    'ready',
    [['lee', true]],
  ]);
  expect(portal.refused).toEqual([]);
});
