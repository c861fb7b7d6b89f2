import { createHash } from 'node:crypto';
import type { DigestItem } from '../../domain/digest.ts';
import { messageId } from '../../domain/naming.ts';
import { requestUrl } from '../../domain/page-url.ts';
import { failure } from '../failures.ts';
import { asFailure } from './as-failure.ts';
import type { NotificationDeps } from './deps.ts';

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
    mails,
    findPerson,
  }: Pick<NotificationDeps, 'smtp' | 'mails' | 'findPerson'> & {
    readonly config: Pick<NotificationDeps['config'], 'publicUrl' | 'smtp'>;
  },
  { person: id, items, at }: DigestMail,
): Promise<void> {
  const person = await findPerson({ id });
  if (!person) throw failure('Rejected', `The directory does not know ${id} any more.`);
  const { from } = config.smtp;
  const mail = {
    ...mails.renderDigest(person.name, items, (reference) => requestUrl(config, reference), config.publicUrl),
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
