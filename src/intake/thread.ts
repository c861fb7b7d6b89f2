import { REFERENCE } from '../domain/naming.ts';
import type { Mail } from './message.ts';

/** The request a mail belongs to, and how that was seen. */
export interface Thread {
  readonly reference: string;
  /** `subject` is weak: anybody can type it, so it counts only from somebody who takes part in the request. */
  readonly by: 'address' | 'references' | 'subject';
}

/** The request a mail answers: by our plus address, then by our Message-IDs, then by the tag in its subject. */
export function findThread(mail: Mail, domain: string): Thread | undefined {
  const byAddress = mail.recipients
    .map((address) => referenceFrom(/\+(br-[0-9a-z]{10})@/.exec(address)?.[1]))
    .find(Boolean);
  if (byAddress) return { reference: byAddress, by: 'address' };
  const byId = mail.references.map((id) => readOurMessageId(id, domain)?.reference).find(Boolean);
  if (byId) return { reference: byId, by: 'references' };
  const bySubject = referenceFrom(/\[(BR-[0-9A-Z]{10})\]/i.exec(mail.subject)?.[1]);
  return bySubject ? { reference: bySubject, by: 'subject' } : undefined;
}

/** Takes `<BR-XXXXXXXXXX.what.fingerprint@domain>` apart; undefined for every other Message-ID. */
export function readOurMessageId(id: string, domain: string): { reference: string; what: string } | undefined {
  const match = /^<([^.@<>\s]+)\.([A-Za-z0-9.-]{1,100}?)(?:\.[0-9a-f]{10})?@([^@<>\s]+)>$/.exec(id);
  const [, reference = '', what = '', idDomain = ''] = match ?? [];
  return REFERENCE.test(reference) && idDomain.toLowerCase() === domain ? { reference, what } : undefined;
}

function referenceFrom(text: string | undefined): string | undefined {
  const reference = text?.toUpperCase();
  return reference && REFERENCE.test(reference) ? reference : undefined;
}
