import { createHash } from 'node:crypto';
import { type Attachment, type ParsedMail, simpleParser } from 'mailparser';

/** A mail as the rules see it: plain values, nothing trusted yet. */
export interface Mail {
  /** In order of appearance, names in lower case, values unfolded. */
  readonly headers: readonly MailHeader[];
  /** Addresses of the one From header, lower case; empty when there is none, more than one, or control characters. */
  readonly from: readonly string[];
  /** Addresses of Delivered-To, To and Cc in this order, lower case. */
  readonly recipients: readonly string[];
  readonly subject: string;
  /** Plain text, or what the HTML says in text; never HTML. */
  readonly text: string;
  /** Only when there is exactly one and it is well formed. */
  readonly messageId?: string;
  /** Message-IDs of In-Reply-To, then References from the newest to the oldest. */
  readonly references: readonly string[];
  readonly parts: readonly MailPart[];
  /** SHA-256 over From, Date, Subject and the raw body: stands in for a missing Message-ID. */
  readonly fingerprint: string;
}

export interface MailHeader {
  readonly name: string;
  readonly value: string;
}

/** An attachment, for the rules that look at its kind; `head` is the start of its content. */
export interface MailPart {
  readonly contentType: string;
  readonly method?: string;
  readonly head: string;
}

const PART_HEAD_BYTES = 16_384;
const MAX_HTML = 500_000;
const MESSAGE_ID = /^<[!-;=?A-~]{1,250}@[!-;=?A-~]{1,250}>$/;

/**
 * Reads a message.
 * @throws Error when it cannot be read, e.g. for more than 1,000 parts.
 */
export async function readMail(raw: Buffer): Promise<Mail> {
  const parsed = await simpleParser(raw, {
    skipTextToHtml: true,
    skipImageLinks: true,
    maxHtmlLengthToParse: MAX_HTML,
  });
  const headers = parsed.headerLines.map(({ key, line }) => ({ name: key, value: unfold(line) }));
  const messageId = oneMessageId(headers);
  return {
    headers,
    from: sendersOf(headers, parsed),
    recipients: recipientsOf(headers, parsed),
    subject: plain(parsed.subject ?? '').replaceAll('\n', ' '),
    text: plain(parsed.text ?? ''),
    ...(messageId ? { messageId } : {}),
    references: referencesOf(headers),
    parts: parsed.attachments.map(partOf),
    fingerprint: fingerprintOf(raw, headers),
  };
}

/** All values of a header, topmost first. */
export function valuesOf(headers: readonly MailHeader[], name: string): string[] {
  return headers.filter((header) => header.name === name).map((header) => header.value);
}

/** The topmost value of a header, trimmed and in lower case; empty when absent. */
export function valueOf(mail: Mail, name: string): string {
  return (valuesOf(mail.headers, name)[0] ?? '').trim().toLowerCase();
}

const unfold = (line: string) =>
  line
    .slice(line.indexOf(':') + 1)
    .replace(/\r?\n[ \t]*/g, ' ')
    .trim();

/** Text without what hides or moves other text: control characters, bidirectional overrides, zero-width characters. */
export function plain(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\u00a0', ' ')
    .replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, '');
}

function addressesOf(field: ParsedMail['from'] | ParsedMail['to']): string[] {
  const lists = field === undefined ? [] : [field].flat();
  const entries = lists.flatMap((list) => list.value).flatMap((entry) => entry.group ?? [entry]);
  return entries.map((entry) => (entry.address ?? '').toLowerCase());
}

/** The reader takes the last of several From headers and skips control characters; others would not. */
function sendersOf(headers: readonly MailHeader[], parsed: ParsedMail): string[] {
  const written = valuesOf(headers, 'from');
  return written.length === 1 && !/(?!\t)\p{Cc}/u.test(written[0] ?? '') ? addressesOf(parsed.from) : [];
}

function recipientsOf(headers: readonly MailHeader[], parsed: ParsedMail): string[] {
  const delivered = valuesOf(headers, 'delivered-to').slice(0, 1);
  const all = [...delivered, ...addressesOf(parsed.to), ...addressesOf(parsed.cc)];
  return [...new Set(all.map((address) => address.toLowerCase()))].slice(0, 100);
}

function oneMessageId(headers: readonly MailHeader[]): string | undefined {
  const [id, ...more] = valuesOf(headers, 'message-id');
  return id && more.length === 0 && MESSAGE_ID.test(id) ? id : undefined;
}

function referencesOf(headers: readonly MailHeader[]): string[] {
  const idsIn = (name: string) => valuesOf(headers, name).flatMap((value) => value.split(/\s+/));
  const ids = [...idsIn('in-reply-to'), ...idsIn('references').toReversed()];
  return ids.filter((id) => MESSAGE_ID.test(id)).slice(0, 100);
}

function partOf(attachment: Attachment): MailPart {
  const type = attachment.headers.get('content-type');
  const params = typeof type === 'object' && 'params' in type ? type.params : {};
  return {
    contentType: attachment.contentType.toLowerCase(),
    ...(params['method'] ? { method: params['method'].toLowerCase() } : {}),
    head: attachment.content.subarray(0, PART_HEAD_BYTES).toString('latin1'),
  };
}

function fingerprintOf(raw: Buffer, headers: readonly MailHeader[]): string {
  const hash = createHash('sha256');
  for (const name of ['from', 'date', 'subject']) hash.update(`${valuesOf(headers, name).join('\0')}\0`);
  const source = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(source);
  return hash.update(end ? source.slice(end.index + end[0].length) : '').digest('hex');
}
