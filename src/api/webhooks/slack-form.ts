import { z } from 'zod';
import { LONGEST_REASON } from '../../domain/decision.ts';
import { REFERENCE } from '../../domain/naming.ts';
import { REASON_BLOCK, readReasonForm } from '../../domain/slack-modal.ts';
import type { ApiDeps } from '../deps.ts';
import { decideBySlack, tell, wordsFor } from './slack-decision.ts';
import { decidedAbout, showHomeLater } from './slack-home.ts';

const form = z.object({
  type: z.literal('view_submission'),
  user: z.object({ id: z.string().min(1) }),
  view: z.object({
    id: z.string().min(1),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))) }),
  }),
});
export type SentForm = z.infer<typeof form>;

/** Undefined for what is not a form that was sent. */
export const readForm = (payload: unknown): SentForm | undefined => form.safeParse(payload).data;

/**
 * Decides what the form asks about; Slack then closes it. A form that is sent twice is one decision, for its id is.
 * @param isLate whether Slack has been answered already: then whoever sent it is told by a line of their own.
 * @returns what is wrong, for Slack to show in the form.
 */
export async function handleForm(
  deps: ApiDeps,
  { user, view }: SentForm,
  isLate: () => boolean,
): Promise<object | undefined> {
  const asked = readReasonForm(view.callback_id, view.private_metadata);
  if (!asked || !REFERENCE.test(asked.reference)) return undefined;
  const { tell: url, home, ...target } = asked;
  try {
    const reason = checkedReason(view.state.values[REASON_BLOCK]?.[REASON_BLOCK]?.value);
    if ('problem' in reason) return shown(reason.problem);
    await decideBySlack(deps, { ...target, ...reason }, user.id, view.id);
    if (home) showHomeLater(deps, user.id, decidedAbout(target.reference));
    return undefined;
  } catch (error) {
    const words = wordsFor(deps, error, target.reference);
    if (!isLate()) return shown(words);
    await tell(deps, url, words);
    return undefined;
  }
}

/** Slack checks the same in its own apps; what arrives here may come from anything that knows the secret. */
function checkedReason(written: string | null | undefined): { reason: string } | { problem: string } {
  const reason = (written ?? '').trim();
  if (reason === '') return { problem: 'Say why: whoever asked reads it.' };
  if (reason.length <= LONGEST_REASON) return { reason };
  return { problem: `Say it in at most ${LONGEST_REASON} characters; these are ${reason.length}.` };
}

const shown = (problem: string) => ({ response_action: 'errors', errors: { [REASON_BLOCK]: problem } });
