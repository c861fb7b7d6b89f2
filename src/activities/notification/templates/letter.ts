import { DECISION_LABELS } from '../../../domain/decision-facts.ts';
import { readableTime } from '../../../domain/readable-time.ts';
import { shortHash } from '../../../domain/slack-blocks.ts';
import type { MailOrder } from '../../contracts.ts';

/** What a template says; `layout.ts` makes text and HTML of it. Nothing in it is escaped yet. */
export interface Letter {
  /** Without the reference, which the layout adds. */
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Name and value, shown as a table; a value that is a URL becomes a link. */
  readonly facts: readonly Fact[];
  /** The one thing to do next, by a link. A letter without one is about nothing that was started: there is no page. */
  readonly action?: LetterAction;
  /** What a letter about several requests says of each. */
  readonly items?: readonly LetterItem[];
  /** Instead of what the layout says of a letter about one request. */
  readonly footer?: string;
}

export interface LetterAction {
  readonly label: string;
  readonly url: string;
}

/** One of several requests, with the one thing to do about it. */
export interface LetterItem {
  readonly title: string;
  readonly lines: readonly string[];
  readonly action: LetterAction;
}

export interface Fact {
  readonly label: string;
  /** Several lines are shown below each other. */
  readonly lines: readonly string[];
}

/** Where the letter may lead to. */
export interface Links {
  /** Page of the request. */
  readonly request: string;
  /** One-time link of the mails that have one. */
  readonly personal?: string;
}

/**
 * What the templates know how to say. All keys are optional: a template leaves out the sentence or fact that has
 * no value, and shows keys that it does not know as facts, so that nothing told gets lost.
 */
export interface MailData {
  /** Slug and title of the project, and the lead's mail address. */
  readonly project?: string;
  readonly title?: string;
  readonly lead?: string;
  /** Name of whoever reads the mail. */
  readonly name?: string;
  /** Directory id of a new account. */
  readonly account?: string;
  readonly environment?: string;
  readonly namespace?: string;
  readonly clusters?: readonly string[];
  /** What the change would do, a line each. */
  readonly changes?: readonly string[];
  /** In words, such as `+59.32 EUR a month`. */
  readonly cost?: string;
  /** Until when the environment may live. */
  readonly lease?: string;
  readonly specHash?: string;
  /** Address (https) of the pull request. */
  readonly pullRequest?: string;
  /** Words of `waitingOn`: what is waited for, until when (ISO 8601), what happens then. */
  readonly waitingFor?: string;
  readonly deadline?: string;
  readonly next?: string;
  /** How long that has lasted, such as `2 working days`. */
  readonly waited?: string;
  /** Who did something, and why. */
  readonly person?: string;
  readonly reason?: string;
  /** What somebody said about a request, a line each. */
  readonly comment?: readonly string[];
  /** What makes an approval void. */
  readonly changed?: string;
  /** What went wrong, for `needs-person`. */
  readonly problem?: string;
  /** What is wrong with what was sent, a line each, saying how to mend it. */
  readonly problems?: readonly string[];
  /** How a request ended: `rejected`, `withdrawn`, `expired`, `undone`. */
  readonly outcome?: string;
  readonly undone?: readonly string[];
  readonly left?: readonly string[];
  /** How to use what was made, a line each. */
  readonly access?: readonly string[];
}

/** Data as it comes out of history: any key, text or lines. */
export type RawData = MailOrder['data'];

export type Template = (data: RawData, links: Links) => Letter;

/** One value as text; empty when there is none. */
export function said(data: RawData, key: keyof MailData): string {
  const value = data[key];
  return typeof value === 'string' ? value : (value ?? []).join('; ');
}

/** ` for Payments API (payments)`, or nothing when the project is not known yet. */
export function forProject(data: RawData): string {
  const title = said(data, 'title');
  const project = said(data, 'project');
  if (!project) return '';
  return title ? ` for ${title} (${project})` : ` for ${project}`;
}

/** Title, else slug, else `a new project`: for subjects. */
export const projectName = (data: RawData): string => said(data, 'title') || said(data, 'project') || 'a new project';

const LABELS: Readonly<Record<string, string>> = {
  ...DECISION_LABELS,
  specHash: 'Spec',
  deadline: 'Answer until',
  next: 'After that',
  changes: 'What changes',
  problems: 'What is missing',
  person: 'By',
  access: 'How to use it',
  left: 'Left as it is',
};

/** All data as facts, but for what the letter says in its sentences. */
export function factsOf(data: RawData, ...told: readonly (keyof MailData)[]): Fact[] {
  return Object.entries(data)
    .filter(([key]) => !(told as readonly string[]).includes(key))
    .map(([key, value]) => factOf(key, typeof value === 'string' ? [value] : value))
    .filter((fact) => fact.lines.length > 0);
}

function factOf(key: string, values: readonly string[]): Fact {
  const lines = values.filter((value) => value.trim() !== '').map(key === 'specHash' ? shortHash : readableTime);
  return { label: LABELS[key] ?? humanise(key), lines };
}

/** `leaseEnd` becomes `Lease end`. */
function humanise(key: string): string {
  const words = key
    .replace(/[-_]/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Sentences without the empty ones. */
export const paragraphs = (...lines: readonly string[]): string[] => lines.filter((line) => line !== '');
