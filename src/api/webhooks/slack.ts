import type { Hono } from 'hono';
import { isSignedBySlack } from '../../clients/slack-signature.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';
import { answerSlack } from './slack-answer.ts';

/**
 * Slack's buttons, forms, command and events. Each is answered once Temporal has the decision; whether it counts is then
 * shown by the request itself, and what cannot be taken in is told to whoever pressed: in the form, or by a line that only
 * they see. When directory, Slack or Temporal are slower than Slack waits, it is acknowledged first and goes on in the
 * background: only then does a crash of this process lose it. Nothing is decided in that case, the buttons stay, and the
 * person presses again.
 */
export function addSlackWebhook(app: Hono, deps: ApiDeps): void {
  app.post('/webhooks/slack', async (c) => {
    const body = await c.req.text();
    const timestamp = c.req.header('X-Slack-Request-Timestamp');
    const signature = c.req.header('X-Slack-Signature');
    const signed = isSignedBySlack(deps.config.slack.signingSecret, { timestamp, signature, body }, Date.now());
    if (!signed) throw new ApiProblem(401, 'X-Slack-Signature does not fit the body, or the call is too old.');
    const payload = readPayload(c.req.header('content-type') ?? '', body);
    const challenge = challengeIn(payload);
    if (challenge !== undefined) return c.json({ challenge });
    const answer = await answerSlack(deps, payload);
    return answer === undefined ? c.body(null, 200) : c.json(answer);
  });
}

/** Events are JSON; a form has an interaction as one field, or the fields of a command. Undefined for anything else. */
function readPayload(type: string, body: string): unknown {
  try {
    if (type.startsWith('application/json')) return JSON.parse(body);
    const fields = new URLSearchParams(body);
    return fields.has('payload') ? JSON.parse(fields.get('payload') ?? '') : Object.fromEntries(fields);
  } catch {
    return undefined;
  }
}

/** Slack asks once whether an address takes events, and wants its own word back. */
function challengeIn(payload: unknown): string | undefined {
  const { type, challenge } = (payload ?? {}) as { readonly type?: unknown; readonly challenge?: unknown };
  return type === 'url_verification' && typeof challenge === 'string' ? challenge : undefined;
}
