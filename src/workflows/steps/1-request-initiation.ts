import {
  type Problem,
  type RequestDraft,
  type RequestInput,
  type ServiceRequest,
  withEditor,
} from '../../domain/request.ts';
import { confirmations, intake } from '../gateways.ts';
import { insist } from '../insist.ts';
import { type Lifecycle, RequestEnded } from '../lifecycle.ts';
import { beside, deliver, mail, mayAnswer } from '../notify.ts';
import { takeTask } from '../tasks.ts';
import { transition } from '../transitions.ts';
import { waitFor } from '../waiting.ts';

/** A mail, form or API call becomes a validated request, and its sender is told. */
export async function initiateRequest(life: Lifecycle): Promise<void> {
  const first = await validate(life, life.input);
  const request = first.request ?? (await triage(life, first.problems));
  if (life.input.senderProof === 'unproven' && !life.inbox.confirmedBy) await confirmSender(life, request.requester);
  transition(life, { request }, `Request for ${request.project} by ${request.requester} is valid`);
  beside(life, mail(life, 'received', request.requester, { lead: request.lead, reason: request.reason }));
}

const validate = (life: Lifecycle, input: RequestInput) =>
  insist(life, 'the directory', () => intake.validateRequest(input));

/**
 * Mail without proof of its sender goes no further until the person in the directory says "yes, that was me"; nor does
 * one that support has completed, for they cannot know either.
 */
async function confirmSender(life: Lifecycle, requester: string): Promise<void> {
  const { reference, source } = life.input;
  const order = { reference, to: requester, ...(source.messageId ? { inReplyTo: source.messageId } : {}) };
  await insist(life, 'the mail server', () => confirmations.sendConfirmation(order));
  const confirmed = await waitFor(
    life,
    {
      name: 'confirm-sender',
      kind: 'person',
      who: [requester],
      text: 'Confirm that you sent this request',
      next: 'the request expires; nothing has been made',
      remind: () =>
        deliver(life, { channel: 'mail', to: requester, what: 'confirm-sender' }, () =>
          confirmations.sendConfirmation(order),
        ),
    },
    () => life.inbox.confirmedBy !== undefined,
  );
  if (!confirmed) throw new RequestEnded('expired', 'The sender did not confirm the request');
  transition(life, {}, 'The sender confirmed the request', requester);
}

/** What could not be understood becomes a task for support, until what they complete is valid. */
async function triage(life: Lifecycle, found: Problem[]): Promise<ServiceRequest> {
  if (mayAnswer(life))
    beside(life, mail(life, 'triage', life.status.requester, { problems: found.map((p) => `${p.where}: ${p.what}`) }));
  let { draft, source } = life.input;
  let problems = found;
  for (;;) {
    const title = `Complete the request of ${draft.requester}`;
    const done = await takeTask(life, { id: 'triage', queue: 'support', title, draft, problems });
    draft = { ...withoutSlips(done.draft ?? draft), kind: life.input.draft.kind };
    source = withEditor(source, done.by.person);
    const checked = await validate(life, { ...life.input, draft, source });
    if (checked.request) return checked.request;
    problems = checked.problems;
  }
}

/** What was found wrong while reading the mail no longer holds once somebody has gone over it. */
function withoutSlips({ problems: _, ...draft }: RequestDraft): RequestDraft {
  return draft;
}
