/*
 * The one layout of all mails: heading, sentences, facts, one button, footer. Text and HTML are made of the same
 * letter, so they cannot say different things. Inline styles only: mail readers drop everything else.
 */
import { oneLine } from '../../../domain/one-line.ts';
import type { Fact, Letter, LetterAction, LetterItem, Links } from './letter.ts';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const LONGEST_SUBJECT = 120;
const LONGEST_LINE = 2_000;

export function renderLetter(letter: Letter, reference: string, links: Links): RenderedMail {
  const clean = cleaned(letter);
  const subject = `[${reference}] ${clean.subject}`;
  return { subject, text: asText(clean, reference, links), html: asHtml(clean, reference, links) };
}

/** Every text on one line of its own, whatever people wrote. */
function cleaned(letter: Letter): Letter {
  const clean = (text: string) => oneLine(text, LONGEST_LINE);
  return {
    ...letter,
    subject: oneLine(letter.subject, LONGEST_SUBJECT),
    heading: clean(letter.heading),
    paragraphs: letter.paragraphs.map(clean),
    facts: letter.facts.map((fact) => ({ label: clean(fact.label), lines: fact.lines.map(clean) })),
    items: (letter.items ?? []).map((item) => ({ ...item, title: clean(item.title), lines: item.lines.map(clean) })),
  };
}

const footerOf = ({ action, footer }: Letter, reference: string) =>
  footer ??
  (action
    ? `Request ${reference}. Berth sent this by itself; answers to it reach the request.`
    : `${reference}. Berth sent this by itself; no request was started that an answer could reach.`);

function asText(letter: Letter, reference: string, links: Links): string {
  const { heading, paragraphs, facts, action, items = [] } = letter;
  const parts = [
    `${heading}\n${'-'.repeat(Math.min(heading.length, 60))}`,
    ...paragraphs,
    facts.map(factAsText).join('\n'),
    ...items.map(itemAsText),
    action ? `${action.label}:\n${action.url}` : '',
    `-- \n${footerOf(letter, reference)}${action ? `\n${links.request}` : ''}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function factAsText({ label, lines }: Fact): string {
  return lines.length === 1 ? `${label}: ${lines[0]}` : [`${label}:`, ...lines.map((line) => `  - ${line}`)].join('\n');
}

/** Safe between tags and inside a quoted attribute. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = '#1c2733';
const FAINT = '#5b6b7b';
const ACCENT = '#0b5cad';
const LINE = '#e3e8ee';

function asHtml(letter: Letter, reference: string, links: Links): string {
  const { heading, paragraphs, facts, action, subject, items = [] } = letter;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:0;background:#f4f6f8;${FONT};color:${INK}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border:1px solid ${LINE};border-radius:8px"><tr><td style="padding:24px;font-size:16px;line-height:1.5">
<p style="margin:0 0 4px;font-size:13px;color:${FAINT}">${escapeHtml(reference)}</p>
<h1 style="margin:0 0 16px;font-size:21px;line-height:1.3;font-weight:600">${escapeHtml(heading)}</h1>
${paragraphs.map((text) => `<p style="margin:0 0 16px;overflow-wrap:anywhere">${escapeHtml(text)}</p>`).join('\n')}
${factsAsHtml(facts)}
${items.map(itemAsHtml).join('')}${buttonAsHtml(action)}
</td></tr></table>
<p style="max-width:560px;margin:16px auto;padding:0 16px;font-size:13px;line-height:1.5;color:${FAINT}">${escapeHtml(footerOf(letter, reference))}${action ? `<br>${linkAsHtml(links.request)}` : ''}</p>
</td></tr></table>
</body>
</html>
`;
}

function factsAsHtml(facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  const cell = `padding:8px 0;border-top:1px solid ${LINE};vertical-align:top;font-size:15px`;
  const rows = facts.map(
    ({ label, lines }) =>
      `<tr><td width="32%" style="${cell};padding-right:12px;color:${FAINT}">${escapeHtml(label)}</td>` +
      `<td style="${cell};overflow-wrap:anywhere">${lines.map(lineAsHtml).join('')}</td></tr>`,
  );
  const style = 'margin:0 0 20px;table-layout:fixed';
  return `<table width="100%" cellpadding="0" cellspacing="0" style="${style}">\n${rows.join('\n')}\n</table>`;
}

const itemAsText = ({ title, lines, action }: LetterItem): string =>
  [`* ${title}`, ...lines.map((line) => `  ${line}`), `  ${action.label}: ${action.url}`].join('\n');

function itemAsHtml({ title, lines, action }: LetterItem): string {
  const style = `margin:0 0 20px;padding:16px 0 0;border-top:1px solid ${LINE}`;
  const said = lines.map((line) => `<div style="margin:0 0 4px;overflow-wrap:anywhere">${escapeHtml(line)}</div>`);
  const heading = `<h2 style="margin:0 0 8px;font-size:16px;font-weight:600">${escapeHtml(title)}</h2>`;
  return `<div style="${style}">${heading}${said.join('')}<div style="height:8px"></div>${buttonAsHtml(action)}</div>\n`;
}

function buttonAsHtml(action: LetterAction | undefined): string {
  if (!action) return '';
  const { label, url } = action;
  const style = `display:inline-block;padding:12px 24px;background:${ACCENT};color:#ffffff;border-radius:6px;text-decoration:none;font-weight:600`;
  return `<p style="margin:0"><a href="${escapeHtml(url)}" style="${style}">${escapeHtml(label)}</a></p>`;
}

const lineAsHtml = (line: string): string => `<div style="margin:0 0 4px">${valueAsHtml(line)}</div>`;

/** Links only where the whole value is an address; everything else stays text. */
function valueAsHtml(value: string): string {
  return /^https:\/\/\S+$/.test(value) ? linkAsHtml(value) : escapeHtml(value);
}

const linkAsHtml = (url: string): string =>
  `<a href="${escapeHtml(url)}" style="color:${ACCENT};overflow-wrap:anywhere">${escapeHtml(url)}</a>`;
