import { z } from 'zod';
import { SLUG } from '../domain/naming.ts';
import { REQUEST_LIMITS, type RequestDraft } from '../domain/request.ts';
import { type Selection, SIZES, STAGES } from '../domain/selection.ts';
import { toJson } from './json.ts';
import { isTitle } from './title.ts';

/** A text that must match; what is wrong and how to mend it are for people. */
const text = (rule: RegExp, what: string, mend: string) =>
  z
    .string()
    .trim()
    .refine((value) => rule.test(value), { error: what, params: { mend } });

const MAIL = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/;
const mail = z
  .string()
  .trim()
  .toLowerCase()
  .refine((value) => MAIL.test(value), {
    error: 'This is not a mail address.',
    params: { mend: 'Write it like lee@example.test.' },
  });

const slug = text(SLUG, 'This is not a project name.', 'Use 3 to 30 of a-z, 0-9 and "-", starting with a letter.');
const name = (what: string) =>
  text(/^[a-z][a-z0-9-]{0,61}[a-z0-9]$|^[a-z]$/, `This is not the name of a ${what}.`, 'Use a-z, 0-9 and "-".');
const title = z
  .string()
  .trim()
  .refine(isTitle, {
    error: `This title has characters that are not allowed, or is longer than ${REQUEST_LIMITS.title}.`,
    params: { mend: 'Use letters, digits, spaces and ordinary punctuation.' },
  });

const item = z.preprocess(
  spellOutItem,
  z.strictObject({
    item: name('catalogue item'),
    parameters: z.preprocess((value) => value ?? {}, z.record(z.string(), z.unknown()).transform(checkedJson)),
  }),
);

const environment = z.strictObject({
  stage: z.enum(STAGES),
  regions: z
    .array(name('region'))
    .refine((regions) => regions.length > 0, {
      error: 'No region is given.',
      params: { mend: 'Name at least one, e.g. [east].' },
    })
    .refine((regions) => new Set(regions).size === regions.length, {
      error: 'A region is given twice.',
      params: { mend: 'Name each region once.' },
    }),
  size: z.enum(SIZES),
  items: z.array(item).max(REQUEST_LIMITS.items).default([]),
});

/** A draft as it must be to become a request. */
export const requestSchema = z.strictObject({
  project: slug,
  title: title.optional(),
  lead: mail,
  costCentre: text(/^[A-Za-z0-9][A-Za-z0-9-]{1,30}$/, 'This is not a cost centre.', 'Write it like CC-1042.'),
  requester: mail,
  members: z.array(mail).max(REQUEST_LIMITS.members).default([]),
  reason: z.string().trim().max(REQUEST_LIMITS.reason).default(''),
  environments: z
    .array(environment)
    .refine((all) => all.length <= 1, {
      error: 'A request has one environment.',
      params: { mend: 'Keep one environment per request, open another request for the next.' },
    })
    .default([]),
});

export type CheckedDraft = z.infer<typeof requestSchema>;

const ENVIRONMENT = /^[a-z][a-z0-9-]{1,28}[a-z0-9]-(dev|test|staging|prod)$/;

/** A draft of kind `decommission` as it must be to become a request. */
export const removalSchema = z.strictObject({
  environment: text(ENVIRONMENT, 'This is not the name of an environment.', 'Write it like payments-prod.'),
  requester: mail,
  reason: z.string().trim().max(REQUEST_LIMITS.reason).default(''),
});

export type CheckedRemoval = z.infer<typeof removalSchema>;

/** Fields of a draft that are checked; `kind`, `text` and `problems` are the reader's own. */
export function checkedFields(draft: RequestDraft): Record<string, unknown> {
  const { kind: _kind, text: _text, problems: _problems, ...fields } = draft;
  return fields;
}

export function selectionOf(checked: CheckedDraft): Selection | undefined {
  return checked.environments[0];
}

/** `- postgresql: { version: "16" }` and `- postgresql` are short for `{ item, parameters }`. */
function spellOutItem(value: unknown): unknown {
  if (typeof value === 'string') return { item: value, parameters: {} };
  if (value === null || typeof value !== 'object' || Array.isArray(value) || 'item' in value) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  return only && entries.length === 1 ? { item: only[0], parameters: only[1] } : value;
}

function checkedJson(
  value: Record<string, unknown>,
  context: z.RefinementCtx,
): Selection['items'][number]['parameters'] {
  try {
    return toJson(value) as Selection['items'][number]['parameters'];
  } catch (error) {
    context.addIssue({ code: 'custom', message: `Not allowed: ${(error as Error).message}.` });
    return z.NEVER;
  }
}
