import type { DigestItem } from '../domain/digest.ts';
import type { MailFacts } from '../domain/mail-message.ts';
import { readableTime } from '../domain/readable-time.ts';
import type { LetterItem } from './letter.ts';

/** So many are told one by one; what is not is less urgent. */
const MOST = 50;

export const DIGEST_FOOTER = 'Berth sent this by itself. An answer to it reaches no request: open the one you mean.';

/** What the words of the reminder may name. */
export function digestFacts(name: string, items: readonly DigestItem[]): MailFacts {
  const own = items.filter(({ waitsFor }) => !waitsFor).length;
  const left = items.length - MOST;
  return {
    name,
    headline: headline(own, items.length - own),
    ...(left > 0 ? { most: String(MOST), more: String(left) } : {}),
  };
}

function headline(own: number, others: number): string {
  const waits = (count: number, whom: string) =>
    `${count} ${count === 1 ? 'request waits' : 'requests wait'} for ${whom}`;
  const parts = [...(own > 0 ? [waits(own, 'you')] : []), ...(others > 0 ? [waits(others, 'others')] : [])];
  return parts.join(', ');
}

/** Each request with the one thing to do about it, as many as are told. */
export const digestItems = (items: readonly DigestItem[], urlOf: (reference: string) => string): LetterItem[] =>
  items.slice(0, MOST).map((item) => asItem(item, urlOf(item.reference)));

function asItem(
  { reference, title, text, since, deadline, next, waited, waitsFor }: DigestItem,
  url: string,
): LetterItem {
  const lines = [
    text,
    `Waits since ${readableTime(since)}${waited ? `: for ${waited} when it last asked` : ''}.`,
    `If nobody acts until ${readableTime(deadline)}, ${next}.`,
  ];
  const told = waitsFor
    ? `It waits for ${waitsFor.join(', ')}; you are told since nobody has acted, and decide nothing in their place. Ask them, or have an operator enter who stands in.`
    : '';
  return {
    title: title ? `${title} (${reference})` : reference,
    lines: told ? [...lines, told] : lines,
    action: { label: `Open ${reference}`, url },
  };
}
