import { z } from 'zod';
import { readRetryButton } from '../../domain/incident-blocks.ts';
import { REFERENCE } from '../../domain/naming.ts';
import { askModal } from '../../domain/slack-ask.ts';
import { readDecisionButton } from '../../domain/slack-blocks.ts';
import { ASK_ACTION } from '../../domain/slack-home.ts';
import { reasonModal } from '../../domain/slack-modal.ts';
import type { ApiDeps } from '../deps.ts';
import { decideBySlack, tell, wordsFor } from './slack-decision.ts';
import { decidedAbout, showHome } from './slack-home.ts';
import { retryBySlack } from './slack-incident.ts';

const click = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().min(1) }),
  trigger_id: z.string().default(''),
  response_url: z.url().max(1000).optional().catch(undefined),
  view: z.object({ type: z.string() }).optional().catch(undefined),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().default(''), action_ts: z.string() })).min(1),
});
type Click = z.infer<typeof click>;
type Button = NonNullable<ReturnType<typeof readDecisionButton>>;

/** Undefined for what is not a click on a button. */
export const readClick = (payload: unknown): Click | undefined => click.safeParse(payload).data;

/** Approval is one click; the other verdicts first ask for the reason. Other apps' actions and links are left alone. */
export async function handleClick(deps: ApiDeps, click: Click): Promise<void> {
  const { user, trigger_id, response_url, actions } = click;
  const isHome = click.view?.type === 'home';
  const say = (text: string) => (isHome ? showHome(deps, user.id, text) : tell(deps, response_url, text));
  for (const { action_id, value, action_ts } of actions) {
    if (action_id === ASK_ACTION) await openForm(deps, trigger_id, say);
    const incident = readRetryButton(action_id, value);
    if (incident !== null) await handleRetry(deps, incident, user.id, action_ts, response_url);
    const button = readDecisionButton(action_id, value);
    if (!button || !REFERENCE.test(button.reference)) continue;
    try {
      if (button.verdict !== 'approve') {
        await askForReason(deps, button, trigger_id, isHome ? { home: true } : { tell: response_url });
        continue;
      }
      await decideBySlack(deps, button, user.id, action_ts);
      if (isHome) await say(decidedAbout(button.reference));
    } catch (error) {
      await say(wordsFor(deps, error, button.reference));
    }
  }
}

/** Slack takes a form for three seconds after the click only. */
async function openForm(deps: ApiDeps, trigger: string, say: (text: string) => Promise<void>): Promise<void> {
  try {
    await deps.openSlackModal(trigger, askModal());
  } catch (error) {
    await say(wordsFor(deps, error, 'slack'));
  }
}

/** Whoever pressed is told what came of it: the message of the incident changes once a minute. */
async function handleRetry(
  deps: ApiDeps,
  incident: string,
  slackId: string,
  act: string,
  url: string | undefined,
): Promise<void> {
  try {
    await tell(deps, url, await retryBySlack(deps, incident, slackId, act));
  } catch (error) {
    await tell(deps, url, wordsFor(deps, error, incident));
  }
}

/** Asks before anything is looked up: Slack takes a form for three seconds after the click only. */
function askForReason(
  deps: ApiDeps,
  button: Button,
  trigger: string,
  from: { readonly tell?: string | undefined; readonly home?: true },
): Promise<void> {
  const { verdict, reference, specHash, stage } = button;
  if (verdict === 'approve') return Promise.resolve();
  const { tell: url, home } = from;
  const back = { ...(url === undefined ? {} : { tell: url }), ...(home ? { home } : {}) };
  const asked = { verdict, reference, specHash, stage, ...back };
  return deps.openSlackModal(trigger, reasonModal(asked));
}
