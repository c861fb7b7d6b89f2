import { mailDigest } from '../../src/activities/notification/mail-digest.ts';
import { createSmtpClient } from '../../src/clients/smtp.ts';
import type { DigestItem } from '../../src/domain/digest.ts';
import { loadMailTemplates } from '../../src/mail/templates.ts';
import { eachTest } from '../support/fixture.ts';
import { startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

const AT = '2026-11-24T08:00:00.000Z';
const itemOf = (reference: string, change: Partial<DigestItem> = {}): DigestItem => ({
  reference,
  title: 'Payments API',
  text: 'Project lead decides',
  since: '2026-11-23T09:00:00.000Z',
  deadline: '2026-12-05T09:00:00.000Z',
  next: 'the request expires and is undone',
  ...change,
});

const findPerson = async ({ id }: { id?: string }) =>
  id === 'lee' ? { id, name: 'Lee Marsh', mail: 'lee@example.test' } : null;

async function remind(person: string, items: readonly DigestItem[], at = AT): Promise<void> {
  const smtp = createSmtpClient({ ...messages.config, caFile: messages.server.caFile });
  await mailDigest({ config: messages.config, smtp, mails: loadMailTemplates(), findPerson }, { person, items, at });
}

async function received() {
  await messages.server.settled();
  return messages.mail.received('lee@example.test');
}

test('one mail names everything that waits, with how long, until when, what then, and one link each', async () => {
  await remind('lee', [itemOf('BR-0000000001', { waited: '1 working day' }), itemOf('BR-0000000002', { title: '' })]);

  const [mail] = await received();
  expect(mail?.subject).toBe('[Berth] Reminder: 2 requests wait for you');
  expect(mail?.text).toContain(`* Payments API (BR-0000000001)
  Project lead decides
  Waits since Mon, 23 Nov 2026 09:00 UTC: for 1 working day when it last asked.
  If nobody acts until Sat, 05 Dec 2026 09:00 UTC, the request expires and is undone.
  Open BR-0000000001: https://berth.example.test/requests/BR-0000000001`);
  expect(mail?.text).toContain('* BR-0000000002\n');
});

test('a repeat is the same mail, that of another day is another', async () => {
  await remind('lee', [itemOf('BR-0000000001')]);
  await remind('lee', [itemOf('BR-0000000001'), itemOf('BR-0000000002')]);
  await remind('lee', [itemOf('BR-0000000001')], '2026-11-25T08:00:00.000Z');

  const ids = (await received()).map(({ messageId }) => messageId);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(2);
});

test('of a hundred requests the most urgent are named, and how many are not', async () => {
  const many = Array.from({ length: 100 }, (_, n) => itemOf(`BR-${String(n).padStart(10, '0')}`));
  await remind('lee', many);

  const [mail] = await received();
  expect(mail?.text).toContain('These are the 50 most urgent; 50 more wait.');
  expect(mail?.text.match(/^\* /gm)).toHaveLength(50);
});

test('whom the directory does not know any more cannot be mailed', async () => {
  await expect(remind('gone', [itemOf('BR-0000000001')])).rejects.toMatchObject({ type: 'Rejected' });
});
