import type { DeliveredMail } from '../../sandbox/mail/mail.ts';
import { eachTest } from '../support/fixture.ts';
import { REFERENCE, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

async function received(address: string): Promise<readonly DeliveredMail[]> {
  await messages.server.settled();
  return messages.mail.received(address);
}

const order = {
  reference: REFERENCE,
  what: 'received',
  to: 'dana@example.test',
  inReplyTo: '<1@example.test>',
  data: { project: 'payments', title: 'Payments API' },
} as const;

test('carries reference, thread and the marks by which no machine answers it', async () => {
  await messages.activities.sendMail(order);

  const [mail] = await received(order.to);
  expect(mail?.subject).toContain(`[${REFERENCE}]`);
  expect(mail?.messageId).toMatch(new RegExp(`^<${REFERENCE}\\.received\\.[0-9a-f]+@example\\.test>$`));
  expect(mail?.text).toContain(`https://berth.example.test/requests/${REFERENCE}`);
  for (const header of [
    'Auto-Submitted: auto-generated',
    'X-Auto-Response-Suppress: All',
    'X-Berth-Loop: berth.example.test',
    'In-Reply-To: <1@example.test>',
    'References: <1@example.test>',
  ]) {
    expect(mail?.raw).toContain(`${header}\r\n`);
  }
});

test('is the same message on every attempt, and another one for other people and other words', async () => {
  await messages.activities.sendMail(order);
  await messages.activities.sendMail(order);
  await messages.activities.sendMail({ ...order, data: { ...order.data, reason: 'new' } });
  await messages.activities.sendMail({ ...order, to: 'lee@example.test' });

  const [first, again, other] = (await received('dana@example.test')).map((m) => m.messageId);
  const [lees] = (await received('lee@example.test')).map((m) => m.messageId);
  expect(again).toBe(first);
  expect(new Set([first, other, lees]).size).toBe(3);
});

test('one address is one recipient, whatever is in it, and no text adds headers', async () => {
  const title = 'Payments\r\nBcc: mallory@outside.test';
  await messages.activities.sendMail({ ...order, data: { title, project: 'payments' } });
  await expect(
    messages.activities.sendMail({ ...order, to: 'dana@example.test, lee@example.test' }),
  ).rejects.toMatchObject({ type: 'Rejected' });

  expect(await received('dana@example.test')).toHaveLength(1);
  expect(await received('lee@example.test')).toHaveLength(0);
  const [headers] = (await received('dana@example.test'))[0]?.raw.split('\r\n\r\n') ?? [];
  expect(headers).not.toMatch(/^Bcc:/m);
});
