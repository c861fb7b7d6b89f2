import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Hono } from 'hono';
import { z } from 'zod';
import { signDecision } from '../../auth/decision-tokens.ts';
import { isSignedBySlack } from '../../clients/slack-signature.ts';
import { REFERENCE } from '../../domain/naming.ts';
import { readDecisionButton } from '../../domain/slack-blocks.ts';
import { decideUpdate } from '../../workflows/messages.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';
import { sendUpdate } from '../updates.ts';

const interaction = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().min(1) }),
  response_url: z.url().optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().default(''), action_ts: z.string() })).min(1),
});
type Interaction = z.infer<typeof interaction>;
type Button = NonNullable<ReturnType<typeof readDecisionButton>>;

const RESPONSE_TIMEOUT_MS = 5000;

/** Slack shows the person a failure three seconds after the click. */
const ANSWER_WITHIN_MS = 2000;

/**
 * Slack's buttons. The click is answered once Temporal has the decision; whether it counts is then shown by the request
 * itself, and what cannot be taken in is told to whoever clicked. When directory, Slack or Temporal are slower than
 * Slack waits, the click is acknowledged first and goes on in the background: only then does a crash of this process
 * lose it. Nothing is decided in that case, the buttons stay, and the person clicks again.
 */
export function addSlackWebhook(app: Hono, deps: ApiDeps): void {
  app.post('/webhooks/slack', async (c) => {
    const body = await c.req.text();
    const timestamp = c.req.header('X-Slack-Request-Timestamp');
    const signature = c.req.header('X-Slack-Signature');
    const signed = isSignedBySlack(deps.config.slack.signingSecret, { timestamp, signature, body }, Date.now());
    if (!signed) throw new ApiProblem(401, 'X-Slack-Signature does not fit the body, or the call is too old.');
    const click = readInteraction(body);
    if (click) await inTime(deps.background.run('slack click', () => handleClick(deps, click)));
    return c.body(null, 200);
  });
}

/** Waits for the work, but no longer than Slack does. */
async function inTime(work: Promise<void>): Promise<void> {
  const stop = new AbortController();
  const late = setTimeout(ANSWER_WITHIN_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  await Promise.race([work, late]);
  stop.abort();
}

/** Undefined for what is not a click on a button, such as links and other apps' actions. */
function readInteraction(body: string): Interaction | undefined {
  try {
    return interaction.parse(JSON.parse(new URLSearchParams(body).get('payload') ?? ''));
  } catch {
    return undefined;
  }
}

async function handleClick(deps: ApiDeps, click: Interaction): Promise<void> {
  for (const action of click.actions) {
    const button = readDecisionButton(action.action_id, action.value);
    if (!button || !REFERENCE.test(button.reference)) continue;
    try {
      await decide(deps, button, click.user.id, action.action_ts);
    } catch (error) {
      if (!(error instanceof ApiProblem))
        deps.log.error({ err: error, reference: button.reference }, 'slack click failed');
      await tell(deps, click, error instanceof ApiProblem ? error.message : 'Berth could not take this in. Try again.');
    }
  }
}

async function decide(deps: ApiDeps, button: Button, slackId: string, actionTs: string): Promise<void> {
  const mail = await deps.slackUserMail(slackId);
  const person = mail === null ? null : await deps.findPerson({ mail });
  if (!person) throw new ApiProblem(403, 'The directory knows nobody with the mail address of your Slack profile.');
  const id = clickId(button, slackId, actionTs);
  const decision = await signDecision(deps.config.auth.decisionKey, {
    ...button,
    id,
    person: person.id,
    channel: 'slack',
  });
  await sendUpdate(deps.client, button.reference, decideUpdate, decision, id);
}

/** The same for a click that Slack delivers twice. */
function clickId(button: Button, slackId: string, actionTs: string): string {
  const click = JSON.stringify([button.reference, button.verdict, slackId, actionTs]);
  return `slack-${createHash('sha256').update(click).digest('hex').slice(0, 32)}`;
}

/** Tells whoever clicked, and nobody else. Losing this message loses nothing: the request shows what it waits for. */
async function tell(deps: ApiDeps, click: Interaction, text: string): Promise<void> {
  if (!click.response_url) return;
  const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, text });
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(RESPONSE_TIMEOUT_MS);
  try {
    await fetch(click.response_url, { method: 'POST', headers, body, signal });
  } catch (error) {
    deps.log.warn({ err: error }, 'slack could not be told');
  }
}
