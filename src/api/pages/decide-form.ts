/* The question behind the link of a mail, and what is sent back. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { ApprovalStage } from '../../domain/approval.ts';
import { namesIn } from '../../domain/approval-progress.ts';
import { LONGEST_REASON, VERDICTS, type Verdict } from '../../domain/decision.ts';
import { factsFor } from '../../domain/decision-facts.ts';
import { requestUrl } from '../../domain/page-url.ts';
import type { Person } from '../../domain/request.ts';
import type { RequestStatus } from '../../domain/status.ts';
import { textsFor } from './language.ts';
import { type Html, page } from './page.ts';
import type { PageTexts } from './texts/en.ts';

type DecideTexts = PageTexts['decide'];

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
  texts: DecideTexts['problem'],
): (Filled & { nonce: string; problem: string }) | { nonce: string; verdict: Verdict; reason?: string } {
  const { nonce, verdict, reason } = form.parse(sent);
  if (!verdict) return { nonce, reason, problem: texts.choose };
  if (reason === '' && verdict !== 'approve') return { nonce, verdict, problem: texts.why };
  const { length } = reason;
  if (length > LONGEST_REASON) return { nonce, verdict, reason, problem: texts.long(LONGEST_REASON, length) };
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
  const { language, decide: texts } = textsFor(c);
  const given = namesIn(stage, status.decisions);
  const said = given.length > 0 ? html`<p>${texts.soFar(given.join(', '))}</p>` : '';
  const about = request ? texts.about(request.title, request.project) : '';
  return page(
    c,
    filled.problem ? 422 : 200,
    texts.title(request?.title),
    html`<p>${texts.intro(person.name, reference, about, stage.name)}</p>
${factList(texts, factsFor(status, stage, person.id))}
${said}
${choice(texts, filled, request?.removes !== undefined)}
<p><a href="${requestUrl({ publicUrl }, reference)}">${texts.toRequest}</a></p>`,
    language,
  );
}

function factList({ facts: names }: DecideTexts, facts: ReturnType<typeof factsFor>): Html {
  const rows = facts.map(
    ([name, value]) => html`<dt>${names[name]}</dt><dd>${name === 'pullRequest' ? link(value) : value}</dd>`,
  );
  return rows.length > 0 ? html`<dl>${rows}</dl>` : html``;
}

const link = (url: string): Html => (/^https?:\/\//.test(url) ? html`<a href="${url}">${url}</a>` : html`${url}`);

function choice(
  texts: DecideTexts,
  { verdict, reason = '', problem, nonce }: Filled & { nonce: string },
  isRemoval: boolean,
): Html {
  const possible = VERDICTS.filter((one) => !isRemoval || one !== 'request-changes');
  const radios = possible.map(
    (
      one,
    ) => html`<label class="radio"><input type="radio" name="verdict" value="${one}" required ${one === verdict ? 'checked' : ''}>
<span>${texts.verdicts[one]}</span></label>`,
  );
  return html`<form method="post">
<input type="hidden" name="nonce" value="${nonce}">
${problem ? html`<p role="alert" id="problem">${problem}</p>` : ''}
<fieldset><legend>${texts.what}</legend>
${radios}
</fieldset>
<label for="reason">${texts.reason}</label>
<p id="why">${texts.reasonHint}</p>
<textarea id="reason" name="reason" rows="4" maxlength="${LONGEST_REASON}" aria-describedby="why">${reason}</textarea>
<button>${texts.send}</button>
</form>`;
}
