import { simpleParser } from 'mailparser';

/** A mail as it lies in a mailbox. */
export interface DeliveredMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The HTML part as it was sent, hostile or not; empty when there is none. */
  readonly html: string;
  /** What the sender's clock said, ISO 8601; empty when it said nothing. */
  readonly date: string;
  readonly messageId: string;
  readonly raw: string;
}

/** What a mail program would show; nothing but the source for what none can read. */
export async function readDelivered(raw: Buffer): Promise<DeliveredMail> {
  const source = raw.toString('latin1');
  const mail = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true }).catch(() => undefined);
  const to = mail?.to ? [mail.to].flat() : [];
  return {
    from: mail?.from?.text ?? '',
    to: to.map((address) => address.text).join(', '),
    subject: mail?.subject ?? '',
    text: mail?.text ?? '',
    html: mail?.html || '',
    date: isoDate(mail?.date),
    messageId: mail?.messageId ?? '',
    raw: source,
  };
}

const isoDate = (date: Date | undefined) => (date && !Number.isNaN(date.getTime()) ? date.toISOString() : '');
