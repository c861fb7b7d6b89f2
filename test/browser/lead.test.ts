/* The lead's whole job: decides about what was shown and nothing else, and has somebody stand in while away. */

import type { RequestStatus } from '../../src/domain/status.ts';
import { expectAccessible, takePictures, wholeFilePortal } from '../support/browser.ts';
import { press, tabTo, typeInto } from '../support/keyboard.ts';

const portal = wholeFilePortal();

const DAY = 24 * 3_600_000;
/** As an input of the browser takes it. */
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 16);
const isDecided = ({ step, waitingOn }: RequestStatus) => step === 'APPROVAL_WORKFLOW' && waitingOn?.kind === 'person';

test('by keyboard alone the lead decides: whoever rejects says why, and an approval counts', async () => {
  const lee = await portal.signIn('lee', '/work');
  const reference = await portal.ask('dana');
  const button = (name: string) => lee.getByRole('button', { name, exact: true });
  await portal.played(reference, isDecided);
  await press(lee, lee.getByRole('link', { name: 'Decide: payments' }));
  await press(lee, button('Reject'));
  await lee.getByText('Say why: whoever asked reads it.').waitFor();
  await expectAccessible(lee);
  await press(lee, button('Approve'));
  await lee.getByText('Your decision counts: Approve').waitFor();

  const { decisions } = await portal.status(reference);
  expect(decisions).toMatchObject([
    { counts: true, decision: { person: 'lee', verdict: 'approve', channel: 'portal' } },
  ]);
  expect(portal.refused).toEqual([]);
});

test('what has changed since the lead looked is shown, and not decided until it was seen', async () => {
  const reference = await portal.ask('dana', { project: 'orders', title: 'Orders' });
  await portal.played(reference, isDecided);
  const lee = await portal.signIn('lee', `/decisions/${reference}`);
  const approve = lee.getByRole('button', { name: 'Approve', exact: true });
  await approve.waitFor();

  // In another window lee asks for more of it, and dana chooses again.
  const { plan: first } = await portal.status(reference);
  const body = { verdict: 'request-changes', specHash: first?.specHash, reason: 'Too small' };
  await portal.act('lee', `/api/requests/${reference}/decide`, body);
  await portal.played(reference, ({ task }) => task?.id === 'selection');
  const selection = { stage: 'dev', regions: ['east'], size: 'M', items: [] };
  await portal.act('dana', `/api/requests/${reference}/select`, { selection });
  await portal.played(reference, isDecided);

  await lee.getByText('It has changed since you looked').waitFor();
  await lee.getByText('Nothing was decided. This is different now:').waitFor();
  await expectAccessible(lee);
  await takePictures(lee, 'decision-changed');
  expect(await approve.count()).toBe(0);
  await lee.getByRole('button', { name: 'I have seen it' }).click();
  await approve.click();
  await lee.getByText('Your decision counts: Approve').waitFor();
  const { decisions, plan } = await portal.status(reference);
  expect(decisions.at(-1)).toMatchObject({ counts: true, decision: { verdict: 'approve', specHash: plan?.specHash } });
  expect(plan?.specHash).not.toBe(first?.specHash);
});

test('who is away names somebody, by keyboard alone, and that one is asked instead until the absence is ended', async () => {
  const lee = await portal.signIn('lee', '/work');
  await press(lee, lee.getByRole('button', { name: 'Enter an absence' }));
  // A field for a time has a stop for each of its parts: how those are typed is the browser's own.
  await tabTo(lee, lee.getByLabel('Until'));
  await lee.getByLabel('Until').fill(inDays(7));
  await typeInto(lee, lee.getByLabel('Who stands in'), 'cora@example.test');
  await typeInto(lee, lee.getByLabel('Reason'), 'On holiday');
  await expectAccessible(lee);
  await takePictures(lee, 'absence');
  await press(lee, lee.getByRole('button', { name: 'Enter the absence' }));
  await lee.getByText('cora stands in: On holiday').waitFor();

  const reference = await portal.ask('dana', { project: 'invoices', title: 'Invoices' });
  await portal.played(reference, isDecided);
  const cora = await portal.signIn('cora', '/work');
  await cora.getByRole('link', { name: 'Decide: invoices' }).click();
  await cora.getByRole('button', { name: 'Approve', exact: true }).click();
  await cora.getByText('Your decision counts: Approve').waitFor();

  await press(lee, lee.getByRole('button', { name: /^End the absence/ }));
  await lee.getByText('You have entered no absence.').waitFor();
  const { decisions } = await portal.status(reference);
  expect(decisions).toMatchObject([{ counts: true, decision: { person: 'cora' } }]);
});
