import { setTimeout } from 'node:timers/promises';
import type { Hono } from 'hono';
import { isSignedBySlack } from '../../clients/slack-signature.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';
import { handleClick, readClick } from './slack-click.ts';
import { handleForm, readForm } from './slack-form.ts';

/** Slack shows the person a failure three seconds after they pressed something. */
const ANSWER_WITHIN_MS = 2000;

/**
 * Slack's buttons and forms. Each is answered once Temporal has the decision; whether it counts is then shown by the
 * request itself, and what cannot be taken in is told to whoever pressed: in the form, or by a line that only they see.
 * When directory, Slack or Temporal are slower than Slack waits, it is acknowledged first and goes on in the background:
 * only then does a crash of this process lose it. Nothing is decided in that case, the buttons stay, and the person
 * presses again.
 */
export function addSlackWebhook(app: Hono, deps: ApiDeps): void {
  app.post('/webhooks/slack', async (c) => {
    const body = await c.req.text();
    const timestamp = c.req.header('X-Slack-Request-Timestamp');
    const signature = c.req.header('X-Slack-Signature');
    const signed = isSignedBySlack(deps.config.slack.signingSecret, { timestamp, signature, body }, Date.now());
    if (!signed) throw new ApiProblem(401, 'X-Slack-Signature does not fit the body, or the call is too old.');
    const answer = await interact(deps, readPayload(body));
    return answer === undefined ? c.body(null, 200) : c.json(answer);
  });
}

/** What Slack is answered; undefined where it only wants to hear that we have it. */
async function interact(deps: ApiDeps, payload: unknown): Promise<object | undefined> {
  const click = readClick(payload);
  if (click) return inTime(() => deps.background.run('slack click', () => handleClick(deps, click)));
  const form = readForm(payload);
  if (!form) return undefined;
  let answer: object | undefined;
  let late = false;
  const work = () =>
    deps.background.run('slack form', async () => {
      answer = await handleForm(deps, form, () => late);
    });
  await inTime(work, () => void (late = true));
  return answer;
}

/** Waits for the work, but no longer than Slack does; `tooLate` is called the moment that is over. */
async function inTime(work: () => Promise<void>, tooLate = () => {}): Promise<undefined> {
  const stop = new AbortController();
  const timer = setTimeout(ANSWER_WITHIN_MS, undefined, { signal: stop.signal }).then(tooLate, () => undefined);
  await Promise.race([work(), timer]);
  stop.abort();
}

/** Undefined for what is not an interaction. */
function readPayload(body: string): unknown {
  try {
    return JSON.parse(new URLSearchParams(body).get('payload') ?? '');
  } catch {
    return undefined;
  }
}
