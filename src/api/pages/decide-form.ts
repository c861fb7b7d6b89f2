/* The question behind the link of a mail, and what is sent back. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { ApprovalStage } from '../../domain/approval.ts';
import { namesIn } from '../../domain/approval-progress.ts';
import { VERDICTS, type Verdict } from '../../domain/decision.ts';
import { DECISION_LABELS, factsFor } from '../../domain/decision-facts.ts';
import { requestUrl } from '../../domain/page-url.ts';
import type { Person } from '../../domain/request.ts';
import { LONGEST_REASON } from '../../domain/slack-modal.ts';
import type { RequestStatus } from '../../domain/status.ts';
import { type Html, page } from './page.ts';

/** What somebody has filled in, shown again when it is not enough. */
export interface Filled {
  readonly verdict?: Verdict;
  readonly reason?: string;
  readonly problem?: string;
}

const form = z.object({
  nonce: z.string().catch(''),
  verdict: z.enum(VERDICTS).optional().catch(undefined),
  reason: z.string().trim().catch(''),
});

/** Reads the form; `problem` says what is missing. */
export function readForm(
  sent: unknown,
): (Filled & { nonce: string; problem: string }) | { nonce: string; verdict: Verdict; reason?: string } {
  const { nonce, verdict, reason } = form.parse(sent);
  if (!verdict) return { nonce, reason, problem: 'Choose what you decide.' };
  if (reason === '' && verdict !== 'approve') return { nonce, verdict, problem: 'Say why: whoever asked reads it.' };
  const { length } = reason;
  if (length > LONGEST_REASON)
    return { nonce, verdict, reason, problem: `Say it in at most ${LONGEST_REASON} characters; these are ${length}.` };
  return { nonce, verdict, ...(reason === '' ? {} : { reason }) };
}

interface Question {
  readonly person: Person;
  readonly status: RequestStatus;
  readonly stage: ApprovalStage;
}

/** What is decided, and the form; without scripts, one column, in reading order. */
export function questionPage(
  c: Context,
  publicUrl: string,
  { person, status, stage }: Question,
  filled: Filled & { nonce: string },
): Response | Promise<Response> {
  const { request, reference } = status;
  const given = namesIn(stage, status.decisions);
  const said = given.length > 0 ? html`<p>Approved so far: ${given.join(', ')}.</p>` : '';
  return page(
    c,
    filled.problem ? 422 : 200,
    request?.title ? `${request.title} needs your decision` : 'Your decision is needed',
    html`<p>${person.name}, you decide about <strong>${reference}</strong>${request ? ` for ${request.title} (${request.project})` : ''},
in the stage <strong>${stage.name}</strong>. Your decision counts for exactly what stands here.</p>
${factList(status, stage, person.id)}
${said}
${choice(filled, request?.removes !== undefined)}
<p><a href="${requestUrl({ publicUrl }, reference)}">Page of the request</a></p>`,
  );
}

function factList(status: RequestStatus, stage: ApprovalStage, person: string): Html {
  const rows = factsFor(status, stage, person).map(
    ([name, value]) => html`<dt>${DECISION_LABELS[name]}</dt><dd>${name === 'pullRequest' ? link(value) : value}</dd>`,
  );
  return rows.length > 0 ? html`<dl>${rows}</dl>` : html``;
}

const link = (url: string): Html => (/^https?:\/\//.test(url) ? html`<a href="${url}">${url}</a>` : html`${url}`);

const LABELS: Readonly<Record<Verdict, string>> = {
  approve: 'Approve',
  reject: 'Reject: the request ends, and what was made is undone',
  'request-changes': 'Request changes: whoever asked chooses again',
};

function choice({ verdict, reason = '', problem, nonce }: Filled & { nonce: string }, isRemoval: boolean): Html {
  const possible = VERDICTS.filter((one) => !isRemoval || one !== 'request-changes');
  const radios = possible.map(
    (
      one,
    ) => html`<label class="radio"><input type="radio" name="verdict" value="${one}" required ${one === verdict ? 'checked' : ''}>
<span>${LABELS[one]}</span></label>`,
  );
  return html`<form method="post">
<input type="hidden" name="nonce" value="${nonce}">
${problem ? html`<p role="alert" id="problem">${problem}</p>` : ''}
<fieldset><legend>What do you decide?</legend>
${radios}
</fieldset>
<label for="reason">Reason</label>
<p id="why">Needed unless you approve. Everybody who may see the request reads it.</p>
<textarea id="reason" name="reason" rows="4" maxlength="${LONGEST_REASON}" aria-describedby="why">${reason}</textarea>
<button>Send my decision</button>
</form>`;
}
