/* Asking for a project by a form in Slack. */
import { z } from 'zod';
import { requestUrl } from '../../domain/page-url.ts';
import { ASK_FORM, askErrors, askedModal, readAskForm } from '../../domain/slack-ask.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';
import { start } from '../request-routes.ts';
import { mayDoAtAll, whoMay } from '../rights.ts';
import { callerInSlack } from './slack-caller.ts';
import { wordsFor } from './slack-decision.ts';
import type { SentForm } from './slack-form.ts';

/** Slack answers in its own words to a form whose field is missing. */
const asked = z.strictObject({
  project: z.string().default(''),
  title: z.string().exactOptional(),
  lead: z.string().default(''),
  costCentre: z.string().default(''),
  reason: z.string().exactOptional(),
});

export const isAskForm = ({ view }: SentForm): boolean => view.callback_id === ASK_FORM;

/**
 * Begins the request that a form asks for; a form that is sent twice begins one, for its id is the key.
 * @returns what Slack shows instead of the form, or beside its fields.
 */
export async function handleAsk(deps: ApiDeps, { user, view }: SentForm): Promise<object> {
  try {
    const caller = await callerInSlack(deps, user.id);
    if (!mayDoAtAll('intake:ask', caller)) throw new ApiProblem(403, whoMay('intake:ask'));
    const wanted = asked.parse(readAskForm(view.state.values));
    const { body } = await start(deps, caller, wanted, `slack:${view.id}`);
    const page = requestUrl(deps.config, body.reference);
    return { response_action: 'update', view: askedModal(body.reference, page) };
  } catch (error) {
    const problems = error instanceof ApiProblem ? error.problems : [];
    const said = problems.length > 0 ? problems : [{ where: '', what: wordsFor(deps, error, 'slack'), mend: '' }];
    return { response_action: 'errors', errors: askErrors(said) };
  }
}
