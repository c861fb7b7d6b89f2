import type { DigestItem } from '../../../domain/digest.ts';
import { readableTime } from '../../../domain/readable-time.ts';
import type { Letter, LetterItem } from './letter.ts';

/** So many are told one by one; what is not is less urgent. */
const MOST = 50;

/** To a person: everything that waits for them, the most urgent first, each with the one thing to do. */
export function digestLetter(name: string, items: readonly DigestItem[], urlOf: (reference: string) => string): Letter {
  const own = items.filter(({ waitsFor }) => !waitsFor).length;
  const many = headline(own, items.length - own);
  const left = items.length - MOST;
  return {
    subject: `Reminder: ${many}`,
    heading: many,
    paragraphs: [
      `Hello ${name}, the most urgent comes first. You are reminded once a day at most.`,
      ...(left > 0 ? [`These are the ${MOST} most urgent; ${left} more wait.`] : []),
    ],
    facts: [],
    items: items.slice(0, MOST).map((item) => asItem(item, urlOf(item.reference))),
    footer: 'Berth sent this by itself. An answer to it reaches no request: open the one you mean.',
  };
}

function headline(own: number, others: number): string {
  const waits = (count: number, whom: string) =>
    `${count} ${count === 1 ? 'request waits' : 'requests wait'} for ${whom}`;
  const parts = [...(own > 0 ? [waits(own, 'you')] : []), ...(others > 0 ? [waits(others, 'others')] : [])];
  return parts.join(', ');
}

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
