import type { MailTemplate } from '../../contracts.ts';
import { activateAccount } from './activate-account.ts';
import { changesRequested } from './changes-requested.ts';
import { chooseResources } from './choose-resources.ts';
import { closed } from './closed.ts';
import { comment } from './comment.ts';
import { confirmSender } from './confirm-sender.ts';
import { decisionNeeded } from './decision-needed.ts';
import { decisionVoid } from './decision-void.ts';
import { type RenderedMail, renderLetter } from './layout.ts';
import type { Links, RawData, Template } from './letter.ts';
import { needsPerson } from './needs-person.ts';
import { preview } from './preview.ts';
import { ready } from './ready.ts';
import { received } from './received.ts';
import { refused } from './refused.ts';
import { removed } from './removed.ts';
import { triage } from './triage.ts';

const TEMPLATES: Readonly<Record<MailTemplate, Template>> = {
  'activate-account': activateAccount,
  'changes-requested': changesRequested,
  'choose-resources': chooseResources,
  closed,
  comment,
  'confirm-sender': confirmSender,
  'decision-needed': decisionNeeded,
  'decision-void': decisionVoid,
  'needs-person': needsPerson,
  preview,
  ready,
  received,
  refused,
  removed,
  triage,
};

export const MAIL_TEMPLATES = Object.keys(TEMPLATES) as MailTemplate[];

/** Subject, text and HTML of a mail; the same for the same input. */
export function renderMail(what: MailTemplate, reference: string, data: RawData, links: Links): RenderedMail {
  return renderLetter(TEMPLATES[what](data, links), reference, links);
}
