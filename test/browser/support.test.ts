/* Support's whole job: asks for somebody, makes sense of a mail, checks accounts, mends what came back. */
import { mailRequest } from '../../scripts/demo/mail.ts';
import { expectAccessible, overflow, takePictures, wholeFilePortal } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { press, typeInto } from '../support/keyboard.ts';
import { next, validated } from '../support/portal-moves.ts';
import { UNCLEAR_MAIL } from '../support/unclear-mail.ts';

const portal = wholeFilePortal();

const hasAccount = (id: string): boolean =>
  portal.stage.sandbox.directory.entries().some(({ attributes }) => attributes['sAMAccountName']?.includes(id));

test('support asks for somebody, on a phone, and it is noted who did', async () => {
  const sam = await portal.signIn('sam', '/start', { width: 'phone', scheme: 'dark' });
  await sam.getByText('You ask for somebody else').waitFor();
  await sam.getByRole('combobox', { name: 'Project' }).fill('harbour');
  await next(sam);
  await sam.getByLabel('For whom').fill('dana@example.test');
  await sam.getByLabel('Lead').fill('lee@example.test');
  await sam.getByRole('combobox', { name: 'Cost centre' }).fill('CC-1042');
  await next(sam);
  await sam.getByLabel('Choose the resources later').check({ force: true });
  await next(sam);
  await expectAccessible(sam);
  expect(await overflow(sam)).toBe(0);
  await sam.getByRole('button', { name: 'Send the request' }).click();
  await sam.waitForURL(/\/requests\/BR-/);
  expect(await validated(portal, sam)).toMatchObject({ requester: 'dana@example.test', source: { startedBy: 'sam' } });
});

test('by keyboard alone support takes a task, gives it back, takes it again, and mends and confirms the accounts', async () => {
  const sam = await portal.signIn('sam', '/work');
  await portal.ask('dana', { members: ['newcomer@example.test'] });
  const button = (name: string) => sam.getByRole('button', { name, exact: true });

  // It comes by itself.
  await press(sam, sam.getByRole('link', { name: 'Check the accounts: payments' }));
  await press(sam, button('Claim'));
  await sam.getByText('You have claimed this.').waitFor();
  await press(sam, button('Give it back'));
  await sam.getByText('Nobody has claimed this yet.').waitFor();
  await press(sam, button('Claim'));
  await press(sam, button('Edit Newcomer'));
  const id = sam.getByRole('textbox', { name: 'Directory id' });
  await typeInto(sam, id, 'New Comer');
  await press(sam, button('Confirm the accounts'));
  await sam.getByText(/cannot be an id/).waitFor();
  expect(await id.getAttribute('aria-invalid')).toBe('true');
  await expectAccessible(sam);
  await sam.reload();
  await press(sam, button('Edit Newcomer'));
  expect(await id.inputValue()).toBe('New Comer');

  // Whom the directory knows nobody has to type.
  await typeInto(sam, sam.getByRole('combobox', { name: 'Find in the directory' }), 'wirth');
  await sam.getByRole('option', { name: /Ada Wirth/ }).waitFor();
  await sam.keyboard.press('ArrowDown');
  await takePictures(sam, 'accounts-find');
  await sam.keyboard.press('Enter');
  expect(await id.inputValue()).toBe('ada');
  await press(sam, button('As it was proposed'));
  await typeInto(sam, id, 'nora');
  await sam.getByText('Account nora for Newcomer').waitFor();
  await press(sam, button('Confirm the accounts'));
  await sam.getByText('Done', { exact: true }).waitFor();
  await eventually(() => hasAccount('nora'));
  expect(portal.refused).toEqual([]);
});

test('a mail that says too little is completed beside its words, and goes on as a request', async () => {
  const sam = await portal.signIn('sam', '/work');
  await mailRequest(portal.stage.sandbox, UNCLEAR_MAIL);
  await sam.getByRole('link', { name: /^Complete a request/ }).click();
  await sam.getByText('the people from the warehouse need something').waitFor();
  const send = sam.getByRole('button', { name: 'Complete the request' });
  await sam.getByLabel('Project').fill('Warehouse!');
  await sam.getByLabel('Lead').fill('lee@example.test');
  await sam.getByLabel('Cost centre').fill('CC-1042');
  await send.click();
  await sam
    .getByText(/Some of this has to be mended|This is not a project name/)
    .first()
    .waitFor();
  await expectAccessible(sam);
  await sam.getByLabel('Project').fill('warehouse');
  await send.click();
  await sam.getByText('Done', { exact: true }).waitFor();
  await sam.goto('/work');
  const task = sam.getByRole('link', { name: 'Check the accounts: warehouse' });
  await task.waitFor();
  expect(await task.getAttribute('href')).toMatch(/^\/work\/BR-/);
});

test('an account whose name is taken meanwhile comes back, and support gives it another', async () => {
  const message = '0000202F: the name is in use';
  portal.stage.sandbox.context.faults.add({ match: 'directory add CN=visitor', status: 19, message });
  const members = ['visitor@example.test'];
  const reference = await portal.ask('dana', { project: 'harbour', title: 'Harbour', members });
  await portal.played(reference, ({ task }) => task?.id === 'repair');

  const sam = await portal.signIn('sam', `/work/${reference}`);
  await sam
    .getByText(/exists already and is not of this request/)
    .first()
    .waitFor();
  await expectAccessible(sam);
  await sam.getByRole('radio', { name: 'Edit the accounts' }).check();
  await takePictures(sam, 'repair');
  await sam.getByRole('button', { name: 'Edit Visitor' }).click();
  await sam.getByRole('textbox', { name: 'Directory id' }).fill('vera');
  await sam.getByRole('button', { name: 'Confirm the accounts' }).click();
  await sam.getByText('Done', { exact: true }).waitFor();
  await eventually(() => hasAccount('vera'));
  expect(hasAccount('visitor')).toBe(false);
});
