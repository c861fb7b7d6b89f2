/* What clicks and forms have in common: who it was, the signed decision, and telling them what went wrong. */
import { createHash } from 'node:crypto';
import { signDecision } from '../../auth/decision-tokens.ts';
import type { Verdict } from '../../domain/decision.ts';
import type { Person } from '../../domain/request.ts';
import type { DecisionTarget } from '../../domain/slack-blocks.ts';
import { escapeMrkdwn } from '../../domain/slack-text.ts';
import { decideUpdate } from '../../workflows/messages.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';
import { sendUpdate } from '../updates.ts';

const RESPONSE_TIMEOUT_MS = 5000;

interface SaidInSlack extends DecisionTarget {
  readonly verdict: Verdict;
  readonly reason?: string;
}

/**
 * Sends what a Slack user said to the request, signed for the person whom the directory has under the user's address.
 * @param act what Slack calls this press: the same for one that is delivered twice.
 * @throws ApiProblem for somebody unknown, and when the request refuses it.
 */
export async function decideBySlack(deps: ApiDeps, said: SaidInSlack, slackId: string, act: string): Promise<void> {
  const person = await personInSlack(deps, slackId);
  const id = idOfPress([said.reference, said.verdict, slackId, act]);
  const { decisionKey } = deps.config.auth;
  const decision = await signDecision(decisionKey, { ...said, id, person: person.id, channel: 'slack' });
  await sendUpdate(deps.client, said.reference, decideUpdate, decision, id);
}

/** Whom the directory has under the mail address of a Slack user. @throws ApiProblem for somebody unknown. */
export async function personInSlack(deps: ApiDeps, slackId: string): Promise<Person> {
  const mail = await deps.slackUserMail(slackId);
  const person = mail === null ? null : await deps.findPerson({ mail });
  if (!person) throw new ApiProblem(403, 'The directory knows nobody with the mail address of your Slack profile.');
  return person;
}

/** Names what somebody pressed: the same for a press that Slack delivers twice. */
export function idOfPress(pressed: readonly string[]): string {
  return `slack-${createHash('sha256').update(JSON.stringify(pressed)).digest('hex').slice(0, 32)}`;
}

/** What somebody is told of a failure; what they cannot understand is for the log. */
export function wordsFor({ log }: ApiDeps, error: unknown, reference: string): string {
  if (error instanceof ApiProblem) return error.message;
  log.error({ err: error, reference }, 'what was pressed in slack failed');
  return 'Berth could not take this in. Try again.';
}

/** Tells whoever pressed, and nobody else. Losing this message loses nothing: the request shows what it waits for. */
export const tell = (deps: ApiDeps, url: string | undefined, text: string): Promise<void> =>
  tellAsIs(deps, url, escapeMrkdwn(text));

/** The same with a text that is mrkdwn already. */
export async function tellAsIs(deps: ApiDeps, url: string | undefined, text: string): Promise<void> {
  if (!url) return;
  const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, text });
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(RESPONSE_TIMEOUT_MS);
  try {
    await fetch(url, { method: 'POST', headers, body, signal });
  } catch (error) {
    deps.log.warn({ err: error }, 'slack could not be told');
  }
}
