import type { z } from 'zod';
import type { Problem, RequestDraft } from '../domain/request.ts';
import { problemsOf } from './problems.ts';
import { type CheckedDraft, type CheckedRemoval, checkedFields, removalSchema, requestSchema } from './schema.ts';

/** Keys of all levels of a request, to guess what a slip meant. */
const KNOWN = [...Object.keys(requestSchema.shape), 'stage', 'regions', 'size', 'items', 'item', 'parameters'];

/** Checks the form of a draft; every problem at once. Who the people are is asked elsewhere. */
export function checkDraft(draft: RequestDraft): { checked?: CheckedDraft; problems: Problem[] } {
  return check(requestSchema, checkedFields(draft), draft, KNOWN);
}

/** The same for a decommission: a title, which a mail's subject gives, says nothing of it. */
export function checkRemovalDraft(draft: RequestDraft): { checked?: CheckedRemoval; problems: Problem[] } {
  const { title: _title, ...fields } = checkedFields(draft);
  return check(removalSchema, fields, draft, Object.keys(removalSchema.shape));
}

/** Whichever kind it is. */
export function checkAnyDraft(draft: RequestDraft): Problem[] {
  return (draft.kind === 'decommission' ? checkRemovalDraft(draft) : checkDraft(draft)).problems;
}

function check<T>(
  schema: z.ZodType<T>,
  fields: Record<string, unknown>,
  { problems: read = [] }: RequestDraft,
  known: readonly string[],
): { checked?: T; problems: Problem[] } {
  const result = schema.safeParse(fields, { reportInput: true });
  if (!result.success) return { problems: [...read, ...problemsOf(result.error.issues, known)] };
  return { checked: result.data, problems: [...read] };
}
