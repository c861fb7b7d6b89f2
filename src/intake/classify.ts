import { LOOP_HEADER } from '../domain/mail-headers.ts';
import { type Bounce, readBounce } from './bounce.ts';
import { type Mail, valueOf, valuesOf } from './message.ts';

/** Who we are, as far as mail tells. */
export interface OurMail {
  /** Every address Berth writes from or reads at, lower case. */
  readonly addresses: readonly string[];
  /** Right side of our Message-IDs. */
  readonly domain: string;
  /** Value of our loop header. */
  readonly instance: string;
}

/** What kind of mail it is, before anybody looks at what it asks for. */
export type MailClass =
  | { readonly kind: 'accept' }
  | { readonly kind: 'ignore'; readonly reason: IgnoreReason }
  | { readonly kind: 'quarantine'; readonly reason: 'sender' | 'empty' }
  | ({ readonly kind: 'bounce' } & Bounce);

export type IgnoreReason = 'own-mail' | 'bounce' | 'delay-report' | 'automatic' | 'calendar' | 'list';

/** One well-formed address of plain ASCII: look-alikes from other alphabets are no addresses here. */
const ADDRESS = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/;

/** The first rule that speaks decides. Automatic mail is sorted out before its sender matters. */
export function classify(mail: Mail, ours: OurMail): MailClass {
  if (isOurs(mail, ours)) return { kind: 'ignore', reason: 'own-mail' };
  if (isReport(mail)) return classifyReport(mail, ours);
  if (isCalendar(mail)) return { kind: 'ignore', reason: 'calendar' };
  if (isList(mail)) return { kind: 'ignore', reason: 'list' };
  if (isAutomatic(mail)) return { kind: 'ignore', reason: 'automatic' };
  if (mail.from.length !== 1 || !ADDRESS.test(mail.from[0] ?? '')) return { kind: 'quarantine', reason: 'sender' };
  if (mail.text.trim() === '') return { kind: 'quarantine', reason: 'empty' };
  return { kind: 'accept' };
}

function isOurs(mail: Mail, ours: OurMail): boolean {
  const loops = valuesOf(mail.headers, LOOP_HEADER.toLowerCase());
  return loops.includes(ours.instance) || mail.from.some((from) => ours.addresses.includes(withoutPlus(from)));
}

const withoutPlus = (address: string) => address.replace(/\+[^@]*@/, '@');

function isReport(mail: Mail): boolean {
  if (valueOf(mail, 'content-type').startsWith('multipart/report')) return true;
  if (/^(mailer-daemon|postmaster)@/.test(mail.from[0] ?? '')) return true;
  // Answers of people who are away come without a return path too, and say what they are.
  return valueOf(mail, 'return-path') === '<>' && !isAutomatic(mail);
}

function classifyReport(mail: Mail, ours: OurMail): MailClass {
  const type = valueOf(mail, 'content-type');
  if (type.includes('disposition-notification')) return { kind: 'ignore', reason: 'automatic' };
  if (/^action:\s*(delayed|relayed|delivered|expanded)/im.test(mail.text)) {
    return { kind: 'ignore', reason: 'delay-report' };
  }
  const bounce = readBounce(mail, ours.domain);
  return bounce ? { kind: 'bounce', ...bounce } : { kind: 'ignore', reason: 'bounce' };
}

function isCalendar(mail: Mail): boolean {
  const type = valueOf(mail, 'content-type');
  const isAnswer = mail.parts.some((part) => part.contentType === 'text/calendar' && part.method !== undefined);
  return type.startsWith('text/calendar') || isAnswer;
}

const isList = (mail: Mail) =>
  valueOf(mail, 'list-id') !== '' || valueOf(mail, 'list-unsubscribe') !== '' || valueOf(mail, 'precedence') === 'list';

function isAutomatic(mail: Mail): boolean {
  const submitted = valueOf(mail, 'auto-submitted');
  if (submitted !== '' && !/^no\b/.test(submitted)) return true;
  if (/^(bulk|junk|auto_reply)$/.test(valueOf(mail, 'precedence'))) return true;
  if (/\b(all|oof|autoreply)\b/.test(valueOf(mail, 'x-auto-response-suppress'))) return true;
  return ['x-autoreply', 'x-autorespond', 'x-fc-machinegenerated', 'x-loop'].some((name) => valueOf(mail, name) !== '');
}
