import { createHash } from 'node:crypto';
import type { DigestItem } from '../../domain/digest.ts';
import { messageId } from '../../domain/naming.ts';
import { failure } from '../failures.ts';
import { asFailure } from './as-failure.ts';
import type { NotificationDeps } from './deps.ts';
import { requestUrl } from './request-url.ts';
import { digestLetter } from './templates/digest.ts';
import { renderLetter } from './templates/layout.ts';

/** What is mailed about no single request stands under this name. */
const SENDER = 'Berth';

interface DigestMail {
  /** Directory id. */
  readonly person: string;
  readonly items: readonly DigestItem[];
  /** ISO 8601; with the person it makes the Message-ID, so that a repeat is the same mail. */
  readonly at: string;
}

/** Mails everything that waits for one person. Throws `Rejected` for somebody whom the directory does not know. */
export async function mailDigest(
  {
    config,
    smtp,
    findPerson,
  }: Pick<NotificationDeps, 'smtp' | 'findPerson'> & {
    readonly config: Pick<NotificationDeps['config'], 'publicUrl' | 'smtp'>;
  },
  { person: id, items, at }: DigestMail,
): Promise<void> {
  const person = await findPerson({ id });
  if (!person) throw failure('Rejected', `The directory does not know ${id} any more.`);
  const letter = digestLetter(person.name, items, (reference) => requestUrl(config, reference));
  const { from } = config.smtp;
  const mail = {
    ...renderLetter(letter, SENDER, { request: config.publicUrl }),
    to: person.mail,
    messageId: messageId('digest', fingerprint(id, at), from.slice(from.lastIndexOf('@') + 1)),
  };
  await smtp.send(mail).catch(asFailure);
}

const fingerprint = (id: string, at: string): string =>
  createHash('sha256')
    .update(JSON.stringify([id, at]))
    .digest('hex')
    .slice(0, 20);
