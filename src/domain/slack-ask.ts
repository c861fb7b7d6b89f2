/* The form by which somebody asks for a project in Slack, and what it says when the request has begun. */
import { problemLine, problemWords } from './problem-text.ts';
import type { SlackInput, SlackModal } from './slack-modal.ts';
import { link, plain, section } from './slack-text.ts';

export const ASK_FORM = 'berth:ask';

interface Field {
  readonly label: string;
  readonly hint: string;
  readonly longest: number;
  readonly multiline?: boolean;
  readonly optional?: boolean;
}

/** By the names that the API has for them. */
const FIELDS = {
  project: { label: 'Name', hint: '3 to 30 of a-z, 0-9 and "-", such as payments', longest: 30 },
  title: { label: 'Title', hint: 'As people read it, such as Payments API', longest: 100, optional: true },
  lead: { label: 'Lead', hint: 'Mail address of whoever leads it, such as lee@example.test', longest: 200 },
  costCentre: { label: 'Cost centre', hint: 'Such as CC-1042', longest: 31 },
  reason: {
    label: 'Reason',
    hint: 'What it is for; whoever decides reads it',
    longest: 2000,
    multiline: true,
    optional: true,
  },
} as const satisfies Readonly<Record<string, Field>>;
export type AskField = keyof typeof FIELDS;
const NAMES = Object.keys(FIELDS) as AskField[];

export const askModal = (): SlackModal => ({
  type: 'modal',
  callback_id: ASK_FORM,
  title: plain('Ask for a project'),
  submit: plain('Ask'),
  close: plain('Cancel'),
  blocks: NAMES.map((name) => inputOf(name, FIELDS[name])),
});

function inputOf(name: AskField, { label, hint, longest, multiline = false, optional = false }: Field): SlackInput {
  return {
    type: 'input',
    block_id: name,
    label: plain(label),
    hint: plain(hint),
    optional,
    element: { type: 'plain_text_input', action_id: name, multiline, max_length: longest },
  };
}

type Written = Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null | undefined }>>>>;

/** What was filled in, by field; an empty one is left out. */
export function readAskForm(values: Written): Partial<Record<AskField, string>> {
  const written = NAMES.map((name) => [name, (values[name]?.[name]?.value ?? '').trim()] as const);
  return Object.fromEntries(written.filter(([, value]) => value !== ''));
}

/** Slack shows errors beside the fields that they are about; what is about none stands beside the first. */
export function askErrors(problems: readonly { where: string; what: string; mend: string }[]): Record<string, string> {
  const said: Record<string, string> = {};
  for (const problem of problems) {
    const name = NAMES.find((field) => field === problem.where);
    const text = name ? problemWords(problem) : problemLine(problem);
    const place = name ?? 'project';
    said[place] = said[place] ? `${said[place]} ${text}` : text;
  }
  return said;
}

/** What the form says when the request has begun. */
export const askedModal = (reference: string, page: string): SlackModal => ({
  type: 'modal',
  callback_id: ASK_FORM,
  title: plain('Ask for a project'),
  close: plain('Close'),
  blocks: [
    section(
      `${link(page, reference)} has begun. You hear from Berth when you are to choose resources, and when it is ready.`,
    ),
  ],
});
