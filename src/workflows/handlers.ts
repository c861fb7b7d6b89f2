/*
 * What a request can be told. Validators refuse at once and synchronously what cannot make sense now; handlers only
 * put the message where the main line will find it.
 */
import { ApplicationFailure, setHandler, uuid4 } from '@temporalio/workflow';
import type { Decision, Verdict } from '../domain/decision.ts';
import { type Open, refusalAtDoor, takeIn } from '../domain/decision-rules.ts';
import { asksFor } from '../domain/request.ts';
import { isOver, type Phase, stands } from '../domain/status.ts';
import { SKIPPABLE_STEPS, STEPS, type StepName } from '../domain/steps.ts';
import { choose, confirmSender, withdraw } from './acts.ts';
import { stageOf } from './approvals.ts';
import { audit } from './audit.ts';
import { claim, refusalOfRelease, release } from './claims.ts';
import { comment, commentByMail, refusalOfComment } from './conversation.ts';
import type { Lifecycle } from './lifecycle.ts';
import { showDelay } from './merge.ts';
import {
  approveSignal,
  assessmentQuery,
  claimTaskUpdate,
  commentUpdate,
  completeTaskUpdate,
  confirmSenderUpdate,
  decideUpdate,
  deliveryFailedSignal,
  hintSignal,
  type MailReply,
  mailReplySignal,
  mergeDelayedSignal,
  mergedSignal,
  type PlainDecision,
  rejectSignal,
  releaseTaskUpdate,
  repairUpdate,
  roomChangedSignal,
  selectUpdate,
  staffingChangedSignal,
  statusQuery,
  type TaskRelease,
  timelineQuery,
  windowChangedSignal,
  withdrawUpdate,
} from './messages.ts';
import { publish, transition } from './transitions.ts';

/** Sets every handler; called before the first await, or an early update would be refused. */
export function setHandlers(life: Lifecycle): void {
  setHandler(statusQuery, () => life.status);
  setHandler(timelineQuery, () => life.timeline);
  setHandler(assessmentQuery, () => life.assessment);
  setTaskHandlers(life);
  setDecisionHandlers(life);
  setEndHandlers(life);
  setFactHandlers(life);
}

function setTaskHandlers(life: Lifecycle): void {
  setHandler(confirmSenderUpdate, (by) => confirmSender(life, by), {
    validator: (_by) => requireUnproven(life),
  });
  setHandler(claimTaskUpdate, (input) => claim(life, input), {
    validator: (input) => requireOwnTask(life, input),
  });
  setHandler(releaseTaskUpdate, (input) => release(life, input), {
    validator: (input) => requireHeld(life, input),
  });
  setHandler(
    completeTaskUpdate,
    ({ task, plan, draft, ...by }) =>
      void (life.inbox.completion = { by, task, ...(plan ? { plan } : {}), ...(draft ? { draft } : {}) }),
    { validator: (input) => requireOwnTask(life, input) },
  );
  setHandler(selectUpdate, ({ selection, ...by }) => choose(life, by, selection), {
    validator: (_input) => requireTask(life, 'selection'),
  });
}

function requireTask(life: Lifecycle, id: string): void {
  const open = life.status.task?.id;
  if (open !== id) throw refuse(`There is no task "${id}" to do now${open ? `; the open one is "${open}"` : ''}`);
}

function requireHeld(life: Lifecycle, input: TaskRelease): void {
  requireTask(life, input.task);
  const refusal = refusalOfRelease(life, input);
  if (refusal !== undefined) throw refuse(refusal);
}

/** Whoever asked for the request, or started it for somebody, lets somebody else check who gets accounts. */
function requireOwnTask(life: Lifecycle, { task, person }: { task: string; person: string }): void {
  requireTask(life, task);
  if (task === 'accounts') requireUninvolved(life, person);
}

function requireUninvolved({ status }: Lifecycle, person: string): void {
  const { request } = status;
  if (!request || !asksFor(request, person)) return;
  throw refuse(`${person} asked for ${request.reference} or started it: somebody else of support settles its accounts`);
}

function requireUnproven(life: Lifecycle): void {
  if (life.input.senderProof === 'proven')
    throw refuse('The sender of this request is known: nothing is to be confirmed');
  if (isEnding(life.status.phase)) throw refuse(`The request has ended: ${life.status.phase}`);
}

function setDecisionHandlers(life: Lifecycle): void {
  setHandler(decideUpdate, (decision) => void takeIn(life.inbox, decision), {
    validator: (decision) => requireDecidable(life, decision),
  });
  setHandler(approveSignal, (said) => takeSignal(life, 'approve', said));
  setHandler(rejectSignal, (said) => takeSignal(life, 'reject', said));
}

function requireDecidable(life: Lifecycle, decision: Decision): void {
  const refusal = refusalAtDoor(openTo(life), decision);
  if (refusal !== undefined) throw refuse(refusal);
}

/** What can be decided at this moment. */
function openTo(life: Lifecycle): Open {
  const { reference, plan, request, stages } = life.status;
  return {
    reference,
    specHash: plan?.specHash ?? '',
    stages,
    stage: life.deciding ? (stageOf(life) ?? null) : null,
    removes: request?.removes !== undefined,
  };
}

/** A signal gets no answer, so what is refused at once is said in the request's story. */
function takeSignal(life: Lifecycle, verdict: Verdict, said: PlainDecision): void {
  if (life.deciding) {
    takeIn(life.inbox, fromSignal(life, verdict, said));
    return;
  }
  const what = `${verdict} by signal refused: there is nothing to decide now`;
  transition(life, {}, what, said?.person);
  audit(life, { kind: 'decision', by: said?.person ?? '', what, facts: { verdict, channel: 'signal', counts: false } });
}

const SIGNAL_LIFETIME_MS = 3_600_000;

/** What a plain signal leaves out means the request as it stands; whether it counts is judged like any other. */
function fromSignal(life: Lifecycle, verdict: Verdict, said: PlainDecision): Decision {
  return {
    id: uuid4(),
    specHash: life.status.plan?.specHash ?? '',
    stage: stageOf(life)?.name ?? '',
    expires: new Date(Date.now() + SIGNAL_LIFETIME_MS).toISOString(),
    ...said,
    person: said?.person ?? '',
    reference: life.status.reference,
    verdict,
    channel: 'signal',
  };
}

function setEndHandlers(life: Lifecycle): void {
  setHandler(withdrawUpdate, ({ reason, ...by }) => withdraw(life, by, reason), {
    validator: (_input) => requireUndoable(life),
  });
  setHandler(
    repairUpdate,
    ({ repair, reason, selection, plan, ...by }) => {
      life.inbox.repair = {
        by,
        repair,
        reason: reason ?? '',
        ...(selection ? { selection } : {}),
        ...(plan ? { plan } : {}),
      };
    },
    { validator: (input) => requireRepair(life, input) },
  );
}

function requireUndoable(life: Lifecycle): void {
  if (isEnding(life.status.phase)) throw refuse(`The request has ended: ${life.status.phase}`);
  if (life.committed) throw refuse('The removal is approved and only goes forward');
  if (life.status.placements.some(stands)) {
    throw refuse('Part of it is ready and may hold data: ask for a decommission instead');
  }
}

/** It has ended, or what was made is being taken away: nobody takes anything back any more. */
const isEnding = (phase: Phase): boolean => isOver(phase) || phase === 'undoing';

function requireRepair(
  life: Lifecycle,
  { repair, plan, person }: { repair: string; plan?: unknown; person: string },
): void {
  if (life.status.phase !== 'needs-person') throw refuse('There is nothing to repair now');
  if (!['retry', 'skip', 'undo', 'edit', 'accept'].includes(repair)) {
    throw refuse('A repair is retry, accept, skip, undo or edit');
  }
  if (repair === 'accept' && life.status.failure?.type !== 'PlanDiffers') {
    throw refuse('There is no plan to accept: retry, skip, undo or edit');
  }
  if (repair === 'undo') requireUndoable(life);
  if (repair === 'skip' && !SKIPPABLE_STEPS.includes(life.status.step)) {
    throw refuse(`${life.status.step} cannot be skipped: retry, edit or undo`);
  }
  if (repair === 'edit') requireEditable(life, plan ? 'ACCOUNT_PROVISIONING' : 'RESOURCE_SELECTION');
  if (plan) requireUninvolved(life, person);
}

/** An edit leads back, never ahead: what lies between would be left out. */
function requireEditable({ status }: Lifecycle, target: StepName): void {
  if (status.request?.removes) throw refuse('There is nothing to edit about a removal: retry, skip or undo');
  if (status.mergeSha) throw refuse('The change is merged; ask for a change request instead of an edit');
  if (STEPS.indexOf(status.step) >= STEPS.indexOf(target)) return;
  throw refuse(`${status.step} comes before ${target}, where this edit belongs: retry or undo`);
}

function setFactHandlers(life: Lifecycle): void {
  setHandler(hintSignal, ({ system }) => {
    if (system === 'github') life.inbox.githubHint = true;
  });
  setHandler(roomChangedSignal, () => void (life.inbox.roomChanged = true));
  setHandler(windowChangedSignal, () => void (life.inbox.windowChanged = true));
  setHandler(staffingChangedSignal, () => void (life.inbox.staffingChanged = true));
  setHandler(mergeDelayedSignal, (delay) => showDelay(life, delay));
  setHandler(mergedSignal, (result) => void (life.inbox.merged = result));
  setHandler(commentUpdate, ({ person, text }) => comment(life, person, text), {
    validator: ({ text }) => requireComment(life, text),
  });
  setHandler(mailReplySignal, (reply) => takeReply(life, reply));
  setHandler(deliveryFailedSignal, ({ what, to, reason }) => {
    const deliveries = [
      ...life.status.deliveries,
      { channel: 'mail', to, what, outcome: 'failed', note: reason } as const,
    ];
    transition(life, { deliveries }, `A mail to ${to} (${what}) came back: ${reason}`);
    publish(life);
  });
}

function requireComment(life: Lifecycle, text: string): void {
  const refusal = refusalOfComment(life, text);
  if (refusal !== undefined) throw refuse(refusal);
}

/** A reply is kept as a comment; `withdraw` on its first line, from whoever asked, withdraws. */
function takeReply(life: Lifecycle, reply: MailReply): void {
  if (isKnownMail(life, reply)) return;
  commentByMail(life, reply.from, reply.text);
  const { phase, placements, request, requester } = life.status;
  const mayEnd = !isEnding(phase) && !life.committed && !placements.some(stands);
  if (reply.command !== 'withdraw' || reply.from !== requester || !mayEnd) return;
  withdraw(life, { person: request?.requesterId ?? requester, channel: 'mail' }, 'by mail');
}

/** A reader that dies between telling us of a mail and filing it lets the next one tell us again. */
function isKnownMail({ inbox }: Lifecycle, { id }: MailReply): boolean {
  const seen = inbox.seenMails ?? [];
  if (id === undefined || seen.includes(id)) return id !== undefined;
  inbox.seenMails = [...seen, id].slice(-MOST_MAILS);
  return false;
}

/** So many are known again; of each request fewer are kept as comments. */
const MOST_MAILS = 200;

const refuse = (message: string) => ApplicationFailure.nonRetryable(message, 'Refused');
