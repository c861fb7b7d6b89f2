/* From letter to mail: text and HTML are made of the same letter, so they cannot say different things. */
import { oneLine } from '../domain/one-line.ts';
import type { Fact, Letter, Links, RenderedMail } from './letter.ts';
import type { Fill, Scope } from './template.ts';

/** The frames of all mails, filled with what `frameOf` makes of a letter. */
export interface Layout {
  readonly text: Fill;
  readonly html: Fill;
}

const names = (...all: readonly string[]) => Object.fromEntries(all.map((name) => [name, 'text'] as const));
const ACTION: Scope = { names: names('label', 'url') };

/** What a frame may name. */
export const LAYOUT_SCOPE: Scope = {
  names: {
    ...names('subject', 'reference', 'heading', 'underline', 'footer', 'page'),
    paragraphs: { each: 'text' },
    facts: { each: { names: { ...names('label', 'single'), lines: { each: { names: names('text', 'url') } } } } },
    items: { each: { names: { ...names('title'), lines: { each: 'text' }, action: ACTION } } },
    action: ACTION,
  },
};

const LONGEST_SUBJECT = 120;
const LONGEST_LINE = 2_000;
const LONGEST_UNDERLINE = 60;

/** Subject, text and HTML; the same for the same letter. */
export function renderLetter(layout: Layout, letter: Letter, reference: string, links: Links): RenderedMail {
  const frame = frameOf(letter, reference, links);
  const text = `${layout
    .text(frame)
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
  return { subject: frame.subject, text, html: layout.html(frame).trimStart() };
}

/** Every text on one line of its own, whatever people wrote. */
function frameOf(letter: Letter, reference: string, links: Links) {
  const clean = (text: string) => oneLine(text, LONGEST_LINE);
  const { action = null, items = [] } = letter;
  const heading = clean(letter.heading);
  return {
    subject: `[${reference}] ${oneLine(letter.subject, LONGEST_SUBJECT)}`,
    reference,
    heading,
    underline: '-'.repeat(Math.min(heading.length, LONGEST_UNDERLINE)),
    paragraphs: letter.paragraphs.map(clean),
    facts: letter.facts.map((fact) => factInFrame(fact, clean)),
    items: items.map((item) => ({ ...item, title: clean(item.title), lines: item.lines.map(clean) })),
    action: action && { label: clean(action.label), url: action.url },
    footer: letter.footer ?? footerOf(reference, action !== null),
    page: links.request,
  };
}

function factInFrame({ label, lines }: Fact, clean: (text: string) => string) {
  const shown = lines.map(clean);
  const single = shown.length === 1 ? shown[0] : '';
  return { label: clean(label), single, lines: shown.map((text) => ({ text, url: urlIn(text) })) };
}

/** Links only where the whole value is an address; everything else stays text. */
const urlIn = (text: string): string => (/^https:\/\/\S+$/.test(text) ? text : '');

const footerOf = (reference: string, isAboutRequest: boolean): string =>
  isAboutRequest
    ? `Request ${reference}. Berth sent this by itself; answers to it reach the request.`
    : `${reference}. Berth sent this by itself; no request was started that an answer could reach.`;
