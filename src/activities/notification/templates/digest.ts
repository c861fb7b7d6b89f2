import type { DigestItem } from '../../../domain/digest.ts';
import { readableTime } from '../../../domain/readable-time.ts';
import type { Letter, LetterItem } from './letter.ts';

/** So many are told one by one; what is not is less urgent. */
const MOST = 50;

/** To a person: everything that waits for them, the most urgent first, each with the one thing to do. */
export function digestLetter(name: string, items: readonly DigestItem[], urlOf: (reference: string) => string): Letter {
  const many = items.length === 1 ? '1 request waits' : `${items.length} requests wait`;
  const left = items.length - MOST;
  return {
    subject: `Reminder: ${many} for you`,
    heading: `${many} for you`,
    paragraphs: [
      `Hello ${name}, ${items.length === 1 ? 'it cannot' : 'they cannot'} go on without you. The most urgent comes first; you are reminded once a day at most.`,
      ...(left > 0 ? [`These are the ${MOST} most urgent; ${left} more wait.`] : []),
    ],
    facts: [],
    items: items.slice(0, MOST).map((item) => asItem(item, urlOf(item.reference))),
    footer: 'Berth sent this by itself. An answer to it reaches no request: open the one you mean.',
  };
}

function asItem({ reference, title, text, since, deadline, next, waited }: DigestItem, url: string): LetterItem {
  return {
    title: title ? `${title} (${reference})` : reference,
    lines: [
      text,
      `Waits since ${readableTime(since)}${waited ? `: for ${waited} when it last asked` : ''}.`,
      `If nobody acts until ${readableTime(deadline)}, ${next}.`,
    ],
    action: { label: `Open ${reference}`, url },
  };
}
