/* Deciding through the API: what is decided now and by whom, the decision itself, and its line for a plain signal. */
import type { z } from 'zod';
import { signDecision, signPlainSignal } from '../auth/decision-tokens.ts';
import type { ApprovalStage } from '../domain/approval.ts';
import { describeMissing, namesIn, openStage } from '../domain/approval-progress.ts';
import { DECISION_LABELS, factsFor, type OpenQuestion } from '../domain/decision-facts.ts';
import { mayDecide } from '../domain/seats.ts';
import type { RequestStatus } from '../domain/status.ts';
import { STEP_TITLES } from '../domain/steps.ts';
import { decideUpdate } from '../workflows/messages.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import type { Call } from './registry.ts';
import { readStatusNow } from './request-reading.ts';
import type * as schemas from './schemas.ts';
import { sendUpdate } from './updates.ts';

type Decided<B extends z.ZodType> = Pick<
  Call<'decide', unknown, z.infer<B>>,
  'id' | 'deps' | 'caller' | 'status' | 'body'
>;

/** @throws ApiProblem 409 when nothing is being decided. */
export async function showQuestion(deps: ApiDeps, { person }: Caller, status: RequestStatus): Promise<OpenQuestion> {
  const { now, stage } = await openNow(deps, status);
  const { decisions, reference, plan } = now;
  const approved = namesIn(stage, decisions);
  const missing = describeMissing(stage, decisions);
  return {
    reference,
    specHash: plan.specHash,
    facts: factsFor(now, stage, person.id).map(([name, value]) => [DECISION_LABELS[name], value] as const),
    stage: { name: stage.name, approved, missing },
    ...(mayDecide(person.id, stage)
      ? {}
      : {
          notYours: `It is the turn of the stage "${stage.name}", in which ${missing} decides; ${person.name} is not asked in it.`,
        }),
  };
}

/** Sends what the caller said about the stage they named, or the one whose turn it is. */
export async function decide(call: Decided<typeof schemas.decision>) {
  const { id, deps, caller, status, body } = call;
  const { reference } = status;
  const before = status.decisions.find(({ decision }) => decision.id === id)?.decision;
  if (before) return { reference, accepted: true, decision: id, stage: before.stage } as const;
  const decision = await signDecision(deps.config.auth.decisionKey, {
    ...(await targetOf(call)),
    ...body,
    id,
    person: caller.person.id,
    channel: caller.channel,
  });
  await sendUpdate(deps.client, reference, decideUpdate, decision, decision.id);
  return { reference, accepted: true, decision: decision.id, stage: decision.stage } as const;
}

/** What `berth approve --print-signal` prints: the same decision, to be sent by hand to Temporal. */
export async function printSignal(call: Decided<typeof schemas.signalOrder>) {
  const { deps, caller, status, body } = call;
  const input = await signPlainSignal(deps.config.auth.decisionKey, {
    ...(await targetOf(call)),
    ...body,
    id: crypto.randomUUID(),
    person: caller.person.id,
  });
  const { namespace } = deps.client.options;
  return { namespace, workflowId: status.workflowId, name: body.verdict, input };
}

/** Whether it counts is the request's to say; only what cannot be meant is refused here. */
async function targetOf({
  deps,
  status,
  body,
}: {
  readonly deps: ApiDeps;
  readonly status: RequestStatus;
  readonly body: { readonly stage?: string; readonly specHash: string };
}): Promise<{ reference: string; stage: string }> {
  const { now, stage } = await openNow(deps, status);
  const { reference, stages, plan } = now;
  if (body.specHash !== plan.specHash)
    throw new ApiProblem(409, `The content has changed since: it is now ${plan.specHash}. Look at it again.`);
  if (body.stage === undefined || stages.some(({ name }) => name === body.stage))
    return { reference, stage: stage.name };
  throw new ApiProblem(422, `There is no stage "${body.stage}"; it is the turn of "${stage.name}".`);
}

type Deciding = RequestStatus & { plan: NonNullable<RequestStatus['plan']> };

async function openNow(deps: ApiDeps, seen: RequestStatus): Promise<{ now: Deciding; stage: ApprovalStage }> {
  const now = (await readStatusNow(deps.client, seen.reference)) ?? seen;
  const { plan, step, phase, stages, decisions, reference } = now;
  const stage = openStage(stages, decisions);
  if (plan && stage && step === 'APPROVAL_WORKFLOW') return { now: { ...now, plan }, stage };
  throw new ApiProblem(409, `There is nothing to decide about ${reference}: it is ${phase}, at ${STEP_TITLES[step]}.`);
}
