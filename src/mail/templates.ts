/*
 * The words of all mails: those that Berth ships, and in their place what a team has written. A file of a team that is
 * wrong in any way is named, and what Berth ships is sent instead: a mail is never lost to its wording.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DigestItem } from '../domain/digest.ts';
import { MAIL_MESSAGES, type MailFacts, type MailMessage, type MailTemplate } from '../domain/mail-message.ts';
import { didYouMean } from '../domain/suggest.ts';
import { DIGEST_FOOTER, digestFacts, digestItems } from './digest.ts';
import { factsOf } from './facts.ts';
import { LAYOUT_SCOPE, type Layout, renderLetter } from './layout.ts';
import type { Letter, LetterAction, Links, RenderedMail } from './letter.ts';
import { type MessageWords, readMessage } from './message-file.ts';
import { viewOf } from './placeholders.ts';
import { type Fill, readTemplate, type TemplateProblem } from './template.ts';

export interface MailTemplates {
  /** Subject, text and HTML of a mail about one request; the same for the same input. */
  render(what: MailTemplate, reference: string, data: MailFacts, links: Links): RenderedMail;
  /** The reminder of everything that waits for a person. @param home where the portal begins. */
  renderDigest(
    name: string,
    items: readonly DigestItem[],
    urlOf: (reference: string) => string,
    home: string,
  ): RenderedMail;
  /** What is wrong with a team's files; what Berth ships stands in for each that is named. */
  readonly problems: readonly TemplateProblem[];
}

const SHIPPED = join(import.meta.dirname, 'messages');
const ENDING = '.hbs';
/** The frame of the text and that of the HTML. */
const FRAMES = ['layout.text', 'layout.html'] as const;
type Name = MailMessage | (typeof FRAMES)[number];
const NAMES: readonly Name[] = [...MAIL_MESSAGES, ...FRAMES];

/** Answers to mails that became no request: there is no page to lead to. The digest leads to several. */
const LEADS_NOWHERE: readonly MailMessage[] = ['preview', 'refused', 'digest'];
/** Messages whose action is a one-time link. */
const PERSONAL: readonly MailMessage[] = ['activate-account', 'confirm-sender', 'decision-needed'];
/** What is mailed about no single request stands under this name. */
const SENDER = 'Berth';

/**
 * Reads the words of all mails.
 * @param folder with the files of a team, each named like the one that it stands in for.
 * @throws Error when what Berth ships is wrong.
 */
export function loadMailTemplates(folder?: string): MailTemplates {
  const problems: TemplateProblem[] = [];
  const words = new Map(MAIL_MESSAGES.map((name) => [name, pick(name, folder, wordsOf(name), problems)] as const));
  const [text, html] = FRAMES.map((name) => pick(name, folder, frame(name), problems)) as [Fill, Fill];
  if (folder !== undefined) problems.push(...strangers(folder));
  const layout: Layout = { text, html };
  return {
    problems,
    render: (what, reference, data, links) =>
      renderLetter(layout, letterOf(words, what, reference, data, links), reference, links),
    renderDigest(name, items, urlOf, home) {
      const said = letterOf(words, 'digest', SENDER, digestFacts(name, items), { request: home });
      const letter = { ...said, facts: [], items: digestItems(items, urlOf), footer: DIGEST_FOOTER };
      return renderLetter(layout, letter, SENDER, { request: home });
    },
  };
}

function letterOf(
  words: ReadonlyMap<MailMessage, MessageWords>,
  what: MailMessage,
  reference: string,
  data: MailFacts,
  links: Links,
): Letter {
  const { say, told } = words.get(what) as MessageWords;
  const { label, ...said } = say(viewOf(reference, data));
  return { ...said, facts: factsOf(data, told), ...actionOf(what, label, links) };
}

function actionOf(what: MailMessage, label: string, links: Links): { action?: LetterAction } {
  if (LEADS_NOWHERE.includes(what)) return {};
  return { action: { label, url: (PERSONAL.includes(what) ? links.personal : undefined) ?? links.request } };
}

type Reader<T> = (file: string, text: string, problems: TemplateProblem[]) => T;

const wordsOf =
  (name: MailMessage): Reader<MessageWords> =>
  (file, text, problems) =>
    readMessage(file, text, !LEADS_NOWHERE.includes(name), problems);

const frame =
  (name: (typeof FRAMES)[number]): Reader<Fill> =>
  (file, text, problems) =>
    readTemplate({ file, line: 1, text, kind: name === 'layout.html' ? 'html' : 'text' }, LAYOUT_SCOPE, problems);

/** What a team has written under this name, when there is something and nothing is wrong with it; else what Berth ships. */
function pick<T>(name: Name, folder: string | undefined, read: Reader<T>, problems: TemplateProblem[]): T {
  const own = folder === undefined ? undefined : join(folder, name + ENDING);
  if (own !== undefined && existsSync(own)) {
    const wrong: TemplateProblem[] = [];
    const result = tryFile(own, read, wrong);
    if (result !== undefined && wrong.length === 0) return result;
    problems.push(...wrong);
  }
  const file = join(SHIPPED, name + ENDING);
  const wrong: TemplateProblem[] = [];
  const shipped = read(file, readFileSync(file, 'utf8'), wrong);
  if (wrong.length > 0) throw new Error(wrong.map(describeProblem).join('\n'));
  return shipped;
}

function tryFile<T>(file: string, read: Reader<T>, problems: TemplateProblem[]): T | undefined {
  try {
    return read(file, readFileSync(file, 'utf8'), problems);
  } catch (error) {
    problems.push({ file, line: 0, what: `cannot be read (${(error as NodeJS.ErrnoException).code}).` });
    return undefined;
  }
}

/** Files that stand in for nothing: somebody means something by them. */
function strangers(folder: string): TemplateProblem[] {
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return [{ file: folder, line: 0, what: code === 'ENOENT' ? 'is not there.' : `cannot be read (${code}).` }];
  }
  return files
    .filter((file) => file.endsWith(ENDING) && !NAMES.some((name) => file === name + ENDING))
    .map((file) => ({ file: join(folder, file), line: 0, what: `is no message of Berth.${meant(file)}` }));
}

function meant(file: string): string {
  const name = didYouMean(file.slice(0, -ENDING.length), NAMES);
  return name ? ` Did you mean ${name}${ENDING}?` : '';
}

/** `mail/ready.hbs:3: there is no placeholder {{enviroment}}. Did you mean environment?` */
export const describeProblem = ({ file, line, what }: TemplateProblem): string =>
  `${file}${line > 0 ? `:${line}` : ''}: ${what}`;
