import { setTimeout } from 'node:timers/promises';
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { type DecisionLink, decisionIdOf, isFromPage, readDecisionLink, signPage } from '../../auth/decision-links.ts';
import { signDecision } from '../../auth/decision-tokens.ts';
import type { ApprovalStage } from '../../domain/approval.ts';
import type { JudgedDecision, Verdict } from '../../domain/decision.ts';
import type { Person } from '../../domain/request.ts';
import type { RequestStatus } from '../../domain/status.ts';
import { decideUpdate } from '../../workflows/messages.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';
import { readStatusNow } from '../request-reading.ts';
import { sendUpdate } from '../updates.ts';
import { type Filled, questionPage, readForm } from './decide-form.ts';
import { resultOf, type Said, standingOf } from './decide-standing.ts';
import { textsFor } from './language.ts';
import { badLink, page } from './page.ts';

/** A link that still decides something, and what it is about. */
interface Open {
  readonly link: DecisionLink;
  readonly person: Person;
  readonly status: RequestStatus;
  readonly stage: ApprovalStage;
}

/**
 * Where an approver decides from their mail. Opening it decides nothing, since mail scanners follow links; the form
 * does, once. Whoever has the link decides in that person's name, so the page shows nothing to a link that is not good.
 */
export function addDecidePage(app: Hono, deps: ApiDeps): void {
  app.get('/decide/:token', async (c) => {
    const open = await openLink(deps, c);
    return open instanceof Response ? open : ask(deps, c, open, {});
  });
  app.post('/decide/:token', async (c) => {
    const open = await openLink(deps, c);
    if (open instanceof Response) return open;
    const { problem: texts } = textsFor(c).decide;
    const form = readForm(await c.req.parseBody(), texts);
    const key = deps.config.auth.decisionKey;
    if (!(await isFromPage(key, open.link, form.nonce))) return ask(deps, c, open, { ...form, problem: texts.stale });
    if ('problem' in form) return ask(deps, c, open, form);
    return decide(deps, c, open, form);
  });
}

/** What the link of the path still decides; or the page that says why it decides nothing. */
async function openLink(deps: ApiDeps, c: Context): Promise<Open | Response> {
  const { decide: texts } = textsFor(c);
  const link = await readDecisionLink(deps.config.auth.decisionKey, c.req.param('token') ?? '');
  if (link === 'invalid') return badLink(c, texts.mend);
  if (link === 'expired') return say(c, 400, { title: texts.expired, text: texts.expiredText(texts.mend) });
  const person = await deps.findPerson({ id: link.person });
  if (!person) return say(c, 403, { title: texts.unknown, text: texts.unknownText(link.person) });
  const status = await readStatusNow(deps.client, link.reference);
  if (!status) return say(c, 404, { title: texts.gone, text: texts.goneText(link.reference) });
  const standing = standingOf(link, status, texts);
  if ('title' in standing) return say(c, 200, standing);
  return { link, person, status, stage: standing };
}

const say = async (c: Context, status: 200 | 400 | 403 | 404 | 409 | 503, { title, text }: Said) =>
  page(c, status, title, html`<p>${text}</p>`, textsFor(c).language);

async function ask(deps: ApiDeps, c: Context, open: Open, filled: Filled): Promise<Response> {
  const nonce = await signPage(deps.config.auth.decisionKey, open.link);
  return questionPage(c, deps.config.publicUrl, open, { ...filled, nonce });
}

/** Sends it as every door does. The decision is named after the link, so that a second press is the same one. */
async function decide(
  deps: ApiDeps,
  c: Context,
  { link, person }: Open,
  said: { verdict: Verdict; reason?: string },
): Promise<Response> {
  const { decide: texts } = textsFor(c);
  const { reference, specHash, stage } = link;
  const { verdict, reason } = said;
  const decision = await signDecision(deps.config.auth.decisionKey, {
    id: decisionIdOf(link),
    reference,
    specHash,
    stage,
    verdict,
    ...(reason === undefined ? {} : { reason }),
    person: person.id,
    channel: 'mail',
  });
  try {
    await sendUpdate(deps.client, reference, decideUpdate, decision, decision.id);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return say(c, error.status === 503 ? 503 : 409, { title: texts.nothing, text: error.message });
  }
  const judged = await judgedSoon(deps, link);
  if (judged) return say(c, judged.counts ? 200 : 409, resultOf(judged, texts));
  return say(c, 200, { title: texts.arrived, text: texts.arrivedText(reference) });
}

/** Judging asks the directory, which mostly takes less than people wait for a page. */
const JUDGED_WITHIN_MS = 2000;
const LOOK_EVERY_MS = 150;

async function judgedSoon(deps: ApiDeps, link: DecisionLink): Promise<JudgedDecision | undefined> {
  const id = decisionIdOf(link);
  for (const until = Date.now() + JUDGED_WITHIN_MS; Date.now() < until; await setTimeout(LOOK_EVERY_MS)) {
    const status = await readStatusNow(deps.client, link.reference);
    const judged = status?.decisions.find(({ decision }) => decision.id === id);
    if (judged) return judged;
  }
  return undefined;
}
