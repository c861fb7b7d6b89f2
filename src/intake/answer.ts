/* Answers by mail to what a request asks: which resources, or what was missing of it. Only forms count; prose stays prose. */
import type { Problem, RequestDraft } from '../domain/request.ts';
import type { Selection } from '../domain/selection.ts';
import { checkAnyDraft } from './check-draft.ts';
import { type FormField, readFields } from './form-lines.ts';
import { parseForm } from './parse-form.ts';
import { problemsOf } from './problems.ts';
import { requestSchema } from './schema.ts';

/** What was chosen, or why that cannot be taken. */
export type AnsweredSelection = { readonly selection: Selection } | { readonly problems: readonly Problem[] };

const KEYS = ['stage', 'regions', 'size', 'items'];
const environment = requestSchema.shape.environments.unwrap().element;

/** The selection in an answer, as `environments:` of a request or as its keys alone; undefined when it has none. */
export function readSelection(text: string): AnsweredSelection | undefined {
  const own = readFields(text).filter(({ key }) => KEYS.includes(key));
  const { draft } = parseForm(own.length > 0 ? asEnvironment(own) : text);
  const unread = (draft.problems ?? []).filter(({ where }) => where === 'environments');
  if (unread.length > 0) return { problems: unread };
  if (!draft.environments) return undefined;
  const [written, ...more] = draft.environments;
  if (more.length > 0) return { problems: [ONE_ONLY] };
  const read = environment.safeParse(spelledOut(written), { reportInput: true });
  return read.success ? { selection: read.data } : { problems: problemsOf(read.error.issues, KEYS) };
}

const ONE_ONLY: Problem = {
  where: 'environments',
  what: 'A request has one environment.',
  mend: 'Keep one, and open another request for the next.',
};

/** The keys alone, written as the one environment of a request. */
function asEnvironment(fields: readonly FormField[]): string {
  const lines = fields.flatMap(({ key, value, more }) => [
    `    ${key}: ${value}`,
    ...more.map((line) => `      ${line}`),
  ]);
  return ['environments:', '  -', ...lines].join('\n');
}

/** `east, west` is a list, too. */
function spelledOut(written: unknown): unknown {
  if (written === null || typeof written !== 'object') return written;
  const values = Object.entries(written).map(([key, value]: [string, unknown]) => {
    const isLoose = (key === 'regions' || key === 'items') && typeof value === 'string';
    return [key, isLoose ? value.split(/[\s,]+/).filter((word) => word !== '') : value];
  });
  return Object.fromEntries(values) as unknown;
}

/**
 * The draft with what an answer adds to it; undefined when it adds nothing that a form has. Who asks, and for what kind of
 * thing, no answer changes.
 */
export function completedDraft(draft: RequestDraft, text: string): RequestDraft | undefined {
  const { kind: _kind, text: _text, problems: slips, ...added } = parseForm(text).draft;
  if (slips || Object.keys(added).length === 0) return undefined;
  const { problems: _problems, ...before } = draft;
  return { ...before, ...added };
}

/** Whether a draft has the form of a request; who its people are is asked elsewhere. */
export const isComplete = (draft: RequestDraft): boolean => checkAnyDraft(draft).length === 0;
