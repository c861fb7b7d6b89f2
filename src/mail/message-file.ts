/*
 * The file of a message: `name: value` lines, an empty line, paragraphs. All of it is text: how that becomes HTML is the
 * layout's business, so that what people wrote can never become markup by the words of a message.
 */
import type { Letter } from './letter.ts';
import { MESSAGE_SCOPE, TOLD } from './placeholders.ts';
import { type Fill, readTemplate, type TemplateProblem } from './template.ts';

/** The words of one message. */
export interface MessageWords {
  /** The words of a letter; its facts and the link of its action are not theirs to say. */
  readonly say: (view: object) => Pick<Letter, 'subject' | 'heading' | 'paragraphs'> & { readonly label: string };
  /** Keys of the data that the words tell; the rest is shown as a table. */
  readonly told: readonly string[];
}

const HEADERS = ['subject', 'heading', 'action', 'told'];

interface Header {
  readonly value: string;
  readonly line: number;
}

/**
 * Reads the words of a message; adds what is wrong with them to `problems`.
 * @param hasAction whether the message leads anywhere: then it says by which words.
 */
export function readMessage(file: string, text: string, hasAction: boolean, problems: TemplateProblem[]): MessageWords {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  const end = lines.findIndex((line) => line.trim() === '');
  const head = end === -1 ? lines : lines.slice(0, end);
  const headers = readHeaders(file, head, problems);
  const part = (name: string): Fill => {
    const { value, line } = headers.get(name) ?? { value: '', line: 1 };
    return readTemplate({ file, line, text: value, kind: 'text' }, MESSAGE_SCOPE, problems);
  };
  for (const what of lacking(headers, end === -1 ? '' : lines.slice(end).join('\n'), hasAction))
    problems.push({ file, line: 0, what });
  const [subject, heading, label] = ['subject', 'heading', 'action'].map(part) as [Fill, Fill, Fill];
  const bodyLine = head.length + 1;
  const bodyText = lines.slice(head.length).join('\n');
  const body = readTemplate({ file, line: bodyLine, text: bodyText, kind: 'text' }, MESSAGE_SCOPE, problems);
  return {
    say: (view) => ({
      subject: subject(view),
      heading: heading(view),
      label: label(view),
      paragraphs: paragraphsOf(body(view)),
    }),
    told: readTold(file, headers.get('told'), problems),
  };
}

function readHeaders(file: string, head: readonly string[], problems: TemplateProblem[]): Map<string, Header> {
  const headers = new Map<string, Header>();
  for (const [i, text] of head.entries()) {
    const line = i + 1;
    const [, name = '', value = ''] = /^([a-z]+):\s*(.*)$/.exec(text) ?? [];
    if (!HEADERS.includes(name)) {
      problems.push({
        file,
        line,
        what: `is none of "subject:", "heading:", "action:", "told:". An empty line ends them.`,
      });
    } else if (headers.has(name)) problems.push({ file, line, what: `says "${name}:" a second time.` });
    else headers.set(name, { value, line });
  }
  return headers;
}

function lacking(headers: ReadonlyMap<string, Header>, body: string, hasAction: boolean): string[] {
  const missing = ['subject', 'heading', ...(hasAction ? ['action'] : [])].filter((name) => !headers.get(name)?.value);
  return [
    ...missing.map((name) => `has no "${name}:".`),
    ...(body.trim() === '' ? ['has no text below its first empty line.'] : []),
    ...(!hasAction && headers.has('action') ? ['has an "action:", but this message leads nowhere. Leave it out.'] : []),
  ];
}

function readTold(file: string, header: Header | undefined, problems: TemplateProblem[]): string[] {
  const told = (header?.value ?? '').split(/[\s,]+/).filter((name) => name !== '');
  const strange = told.filter((name) => !TOLD.has(name));
  const line = header?.line ?? 0;
  for (const name of strange)
    problems.push({ file, line, what: `there is no placeholder ${name} that could be told.` });
  return told;
}

/** Empty lines part paragraphs; one that came out empty is none. */
const paragraphsOf = (text: string): string[] =>
  text.split(/\n[ \t]*\n/).filter((paragraph) => paragraph.trim() !== '');
