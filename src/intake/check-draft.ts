import type { Problem, RequestDraft } from '../domain/request.ts';
import { problemsOf } from './problems.ts';
import { type CheckedDraft, checkedFields, requestSchema } from './schema.ts';

/** Keys of all levels of a request, to guess what a slip meant. */
const KNOWN = [...Object.keys(requestSchema.shape), 'stage', 'regions', 'size', 'items', 'item', 'parameters'];

/** Checks the form of a draft; every problem at once. Who the people are is asked elsewhere. */
export function checkDraft(draft: RequestDraft): { checked?: CheckedDraft; problems: Problem[] } {
  const result = requestSchema.safeParse(checkedFields(draft), { reportInput: true });
  const read = draft.problems ?? [];
  if (!result.success) return { problems: [...read, ...problemsOf(result.error.issues, KNOWN)] };
  return { checked: result.data, problems: [...read] };
}
