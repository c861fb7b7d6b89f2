/* What people have said about the change as it stands, and what of it still counts. */
import type { ApprovalStage, Assessment } from '../domain/approval.ts';
import { describeApproved, openStage, settleDecisions, type Voided, voidWhere } from '../domain/approval-progress.ts';
import type { JudgedDecision } from '../domain/decision.ts';
import { forget, recorded } from '../domain/decision-rules.ts';
import { audit } from './audit.ts';
import { type Lifecycle, planOf } from './lifecycle.ts';
import { transition } from './transitions.ts';

/** The stage whose turn it is; undefined when all have passed, or none is demanded. */
export const stageOf = ({ status }: Lifecycle): ApprovalStage | undefined => openStage(status.stages, status.decisions);

/** Every stage has passed, or the policy has said yes by itself. */
export const isApproved = (life: Lifecycle): boolean =>
  life.status.policy?.autoApproval ? true : life.status.stages.length > 0 && stageOf(life) === undefined;

/** Who approved what stands, for people. */
export function approvedBy({ status }: Lifecycle): string {
  const { policy, stages, decisions } = status;
  if (!policy?.autoApproval) return `Approved by ${describeApproved(stages, decisions)}`;
  return `Approved by policy ${policy.autoApproval.rule}: ${policy.autoApproval.evidence.join('; ')}`;
}

/** Some approval still counts. */
export const hasApprovals = ({ status }: Lifecycle): boolean =>
  status.decisions.some(({ counts, decision }) => counts && decision.verdict === 'approve');

/** From here on no approval counts any more; people who are asked again are told why. */
export function voidApprovals(life: Lifecycle, why: string): void {
  for (const { name } of life.status.stages) life.askedAgain[name] = why;
  takeOver(
    life,
    voidWhere(life.status.decisions, () => why),
  );
}

/**
 * Takes over what policy and directory say now. Approvals of stages that are gone or decide on something else now, and of
 * people who have lost their role, are void.
 * @param why what has changed, for people.
 */
export function settle(life: Lifecycle, assessment: Assessment, why: string): readonly Voided[] {
  const { policy, stages, autoApproval } = assessment;
  const said = autoApproval ? policyDecision(life, assessment, autoApproval) : undefined;
  const settled = settleDecisions(life.status.decisions, assessment, why, said?.decision.id);
  life.assessment = assessment;
  transition(life, { policy: { ...policy, autoApproval }, stages });
  takeOver(life, settled);
  if (said && !settled.decisions.some(({ counts, decision }) => counts && decision.id === said.decision.id))
    recordDecision(life, said);
  return settled.voided;
}

/** The policy's own yes, kept like a person's; the same for the same content. */
function policyDecision(
  life: Lifecycle,
  { policy }: Assessment,
  { rule, evidence }: NonNullable<Assessment['autoApproval']>,
): JudgedDecision {
  const { specHash } = planOf(life);
  const at = new Date().toISOString();
  const decision = {
    id: `policy-${policy.version}-${rule}-${specHash}`,
    reference: life.input.reference,
    person: `policy:${rule}`,
    verdict: 'approve',
    specHash,
    stage: 'policy',
    channel: 'policy',
    reason: evidence.join('; '),
    expires: at,
  } as const;
  return { decision, counts: true, at };
}

/** Voids the approvals for which `reason` gives one; their stages are asked again. */
export function voidSome(life: Lifecycle, reason: (judged: JudgedDecision) => string | undefined): readonly Voided[] {
  const settled = voidWhere(life.status.decisions, reason);
  takeOver(life, settled);
  return settled.voided;
}

function takeOver(life: Lifecycle, { decisions, voided }: ReturnType<typeof voidWhere>): void {
  transition(life, { decisions });
  for (const { decision, why } of voided) {
    const { id, person, stage } = decision;
    life.askedAgain[stage] = why;
    const text = `The approval of stage "${stage}" is void: ${why}`;
    transition(life, {}, text, person);
    audit(life, { kind: 'decision', by: 'berth', what: text, facts: { id, person, stage, voided: why } });
  }
}

/** Who has decided for somebody who was away: whether they still may is looked up with everything else. */
export function standInsOf({ status }: Lifecycle): { standIns?: readonly string[] } {
  const standIns = status.decisions.flatMap(({ counts, seat, decision }) => (counts && seat ? [decision.person] : []));
  return standIns.length > 0 ? { standIns: [...new Set(standIns)] } : {};
}

/** Puts a judged decision into status and story. */
export function recordDecision(life: Lifecycle, judged: JudgedDecision): void {
  const { decision, ...judgement } = judged;
  const { person, verdict, channel, reason } = decision;
  const outcome = judged.counts ? '' : `, refused: ${judged.refusal}`;
  const proof = judged.unproven ? ' (unproven)' : '';
  const inPlace = judged.seat === undefined ? '' : ` for ${judged.seat}`;
  const text = `${verdict}${inPlace} through ${channel}${proof}${reason ? `: ${reason}` : ''}${outcome}`;
  transition(life, { decisions: recorded(life.status.decisions, judged) }, text, person);
  const { reference: _, ...facts } = { ...decision, ...judgement };
  audit(life, { kind: 'decision', by: person, what: text, facts });
}

/** What came in while the decision that counts was being judged is shown, as too late; said again later, it is heard. */
export function refuseLate(life: Lifecycle): void {
  for (const { token: _, ...decision } of life.inbox.decisions.splice(0)) {
    const at = new Date().toISOString();
    const refusal = 'It came too late: nothing was being decided any more.';
    recordDecision(life, { decision, counts: false, refusal, at });
    forget(life.inbox, decision.id);
  }
}
