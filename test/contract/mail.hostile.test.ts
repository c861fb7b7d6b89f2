import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wholeFile } from '../support/fixture.ts';
import { eventually, REQUESTS, runMailbox, startMailUnderTest } from '../support/mail.ts';
import { wholeFileTemporal } from '../support/temporal.ts';

/** From outside, through SMTP, IMAP and the activity, to the folder where each must end. */
const HOSTILE = {
  'too-many-parts': 'Rejected',
  'deep-nesting': 'Rejected',
  'two-from-headers': 'Rejected',
  'homograph-sender': 'Rejected',
  'empty-body': 'Rejected',
  'preview-from-outside': 'Rejected',
  vacation: 'Ignored',
  'own-loop': 'Ignored',
  // Postfix ends a header at a null byte.
  'null-byte-in-sender': 'Processed',
  'null-bytes-in-body': 'Processed',
  'huge-header': 'Processed',
  'bad-charset': 'Processed',
  'iso-2022-jp': 'Processed',
  'yaml-alias-bomb': 'Processed',
  'prototype-pollution': 'Processed',
  'message-id-of-9000-characters': 'Processed',
} as const;

const environment = wholeFileTemporal();
const server = wholeFile(startMailUnderTest);

const sizeOf = (folder: string) => server.mail.count(REQUESTS.address, folder);

test('hostile mail ends in its folder, none is read twice, nobody is answered, nothing is proven', async () => {
  for (const name of Object.keys(HOSTILE)) {
    await server.inject(readFileSync(join(import.meta.dirname, '../corpus/mail', `${name}.eml`)));
  }
  const mailbox = runMailbox(server, environment.client);
  const expected = (folder: string) => Object.values(HOSTILE).filter((where) => where === folder).length;
  for (const folder of ['Rejected', 'Ignored', 'Processed']) {
    await eventually(() => sizeOf(folder) >= expected(folder));
  }

  await eventually(() => sizeOf('INBOX') === 0);
  expect(mailbox.notices).toEqual([]);
  expect(mailbox.previews).toEqual([]);
  expect(await mailbox.stop()).toEqual({
    request: 8,
    'ignored: automatic': 1,
    'ignored: own-mail': 1,
    'rejected: empty': 1,
    'rejected: preview-unproven': 1,
    'rejected: sender': 2,
    'rejected: unreadable': 2,
  });
  for await (const { workflowId } of environment.client.workflow.list()) {
    const { events } = await environment.client.workflow.getHandle(workflowId).fetchHistory();
    const input = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data;
    expect(JSON.parse(Buffer.from(input ?? []).toString())).toMatchObject({ senderProof: 'unproven' });
  }
});
