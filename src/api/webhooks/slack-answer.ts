/*
 * All that Slack tells Berth, however it came in: clicks, forms, `/berth` and an opened tab. Each is answered within the
 * three seconds that Slack waits.
 */
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiDeps } from '../deps.ts';
import { handleAsk, isAskForm } from './slack-ask.ts';
import { handleClick, readClick } from './slack-click.ts';
import { handleCommand, readCommand, type SlackCommand } from './slack-command.ts';
import { tellAsIs } from './slack-decision.ts';
import { handleForm, readForm, type SentForm } from './slack-form.ts';
import { showHome } from './slack-home.ts';

/** Slack shows the person a failure three seconds after they pressed something. */
const ANSWER_WITHIN_MS = 2000;

const opened = z.object({
  type: z.literal('event_callback'),
  event: z.object({ type: z.literal('app_home_opened'), user: z.string().min(1), tab: z.literal('home') }),
});

/** What Slack is answered; undefined where it only wants to hear that we have it, and for what is none of ours. */
export async function answerSlack(deps: ApiDeps, payload: unknown): Promise<object | undefined> {
  const click = readClick(payload);
  if (click) return inTime(() => deps.background.run('slack click', () => handleClick(deps, click)));
  const form = readForm(payload);
  if (form) return answerForm(deps, form);
  const command = readCommand(payload);
  if (command) return answerCommand(deps, command);
  const event = opened.safeParse(payload).data?.event;
  if (event) return inTime(() => deps.background.run('slack home', () => showHome(deps, event.user)));
  return undefined;
}

async function answerForm(deps: ApiDeps, form: SentForm): Promise<object | undefined> {
  let answer: object | undefined;
  let late = false;
  const work = () =>
    deps.background.run('slack form', async () => {
      answer = isAskForm(form) ? await handleAsk(deps, form) : await handleForm(deps, form, () => late);
    });
  await inTime(work, () => void (late = true));
  return answer;
}

/** What comes too late for an answer is told by Slack's address for that. */
async function answerCommand(deps: ApiDeps, command: SlackCommand): Promise<object | undefined> {
  let answer: object | undefined;
  let late = false;
  const work = () =>
    deps.background.run('slack command', async () => {
      const text = await handleCommand(deps, command);
      if (text === undefined) return;
      if (late) await tellAsIs(deps, command.response_url, text);
      else answer = { response_type: 'ephemeral', text };
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
