/* How far an approval is, from its stages and what people have said; and what of that a new assessment leaves. */
import { type ApprovalStage, isBoundTo, missingParties, missingPeople, rolesOf, suffices } from './approval.ts';
import type { JudgedDecision } from './decision.ts';

/** Who has approved this stage as it stands, each once; those too who came into their role after it was asked. */
export function approversOf(stage: ApprovalStage, decisions: readonly JudgedDecision[]): string[] {
  const people = decisions.filter((judged) => approves(stage, judged)).map(({ decision }) => decision.person);
  return [...new Set(people)];
}

/** The stage with everybody who has approved it in exactly the parties that they had a role in when they did. */
export function withApprovers(stage: ApprovalStage, decisions: readonly JudgedDecision[]): ApprovalStage {
  const approvals = decisions.filter((judged) => approves(stage, judged));
  const known = new Map(approvals.map(({ decision, speaksFor }) => [decision.person, speaksFor]));
  const parties = stage.parties.map(({ role, people }) => {
    const all = new Set([...people, ...known.keys()]);
    return { role, people: [...all].filter((id) => known.get(id)?.includes(role) ?? people.includes(id)) };
  });
  return { ...stage, parties };
}

const approves = (stage: ApprovalStage, { counts, decision, binding }: JudgedDecision): boolean =>
  counts && decision.verdict === 'approve' && decision.stage === stage.name && isBoundTo(stage, binding);

/** Enough people have approved this stage as it stands. */
export const hasPassed = (stage: ApprovalStage, decisions: readonly JudgedDecision[]): boolean =>
  suffices(withApprovers(stage, decisions), approversOf(stage, decisions));

/** The stage whose turn it is: the first that has not passed; undefined when all have. */
export const openStage = (
  stages: readonly ApprovalStage[],
  decisions: readonly JudgedDecision[],
): ApprovalStage | undefined => stages.find((stage) => !hasPassed(stage, decisions));

/** A decision that counted before and does not now; `why` is for people, and `refusal` says it with the decision. */
export type Voided = JudgedDecision & { readonly refusal: string; readonly why: string };

/**
 * What a new assessment leaves of the decisions: approvals of a stage that is gone or now decides on something else, and of
 * people who may no longer speak in it, are void.
 * @param why what has changed, for people.
 * @param policyId id of the policy's own yes, when it has said that about the change as it is now.
 */
export function settleDecisions(
  decisions: readonly JudgedDecision[],
  stages: readonly ApprovalStage[],
  why: string,
  policyId?: string,
): { decisions: JudgedDecision[]; voided: Voided[] } {
  const settled = voidWhere(decisions, (judged) =>
    judged.decision.id === policyId ? undefined : reasonToVoid(judged, stages, why),
  );
  return { ...settled, decisions: settled.decisions.map((judged) => withRolesNow(judged, stages)) };
}

/** For whom somebody speaks is looked at anew with everything else. */
function withRolesNow(judged: JudgedDecision, stages: readonly ApprovalStage[]): JudgedDecision {
  const stage = stages.find(({ name }) => name === judged.decision.stage);
  if (!judged.counts || !stage || !judged.speaksFor) return judged;
  return { ...judged, speaksFor: rolesOf(judged.decision.person, stage) };
}

/** Voids the approvals for which `reason` gives one. */
export function voidWhere(
  decisions: readonly JudgedDecision[],
  reason: (judged: JudgedDecision) => string | undefined,
): { decisions: JudgedDecision[]; voided: Voided[] } {
  const voided: Voided[] = [];
  const all = decisions.map((judged) => {
    const why = judged.counts && judged.decision.verdict === 'approve' ? reason(judged) : undefined;
    if (why === undefined) return judged;
    const now = { ...judged, counts: false, refusal: `Void: ${why}` };
    voided.push({ ...now, why });
    return now;
  });
  return { decisions: all, voided };
}

function reasonToVoid(
  { decision, binding }: JudgedDecision,
  stages: readonly ApprovalStage[],
  why: string,
): string | undefined {
  const stage = stages.find(({ name }) => name === decision.stage);
  if (!stage || !isBoundTo(stage, binding)) return why;
  if (stage.approvers.includes(decision.person)) return undefined;
  return `${decision.person} may no longer decide in the stage "${stage.name}"`;
}

/** Who must still say yes in a stage, and how far it is: `lee or nia`, `1 of 2: lee or olga`. */
export function describeMissing(stage: ApprovalStage, decisions: readonly JudgedDecision[]): string {
  const progress = stage.count > 1 ? `${approversOf(stage, decisions).length} of ${stage.count}: ` : '';
  return `${progress}${whoIsMissing(stage, decisions)}`;
}

/** Who must still say yes in a stage: `lee or nia`; with several parties by name `cost-centre-owner: cora`. */
export function whoIsMissing(asked: ApprovalStage, decisions: readonly JudgedDecision[]): string {
  const stage = withApprovers(asked, decisions);
  const given = approversOf(stage, decisions);
  if (stage.mode !== 'all') return anyOf(missingPeople(stage, given));
  return missingParties(stage, given)
    .map(({ role, people }) => `${role}: ${anyOf(people)}`)
    .join(', ');
}

const anyOf = (people: readonly string[]) => people.join(' or ');

/** Of all stages that have not passed: `lead 1 of 2: lee or olga; cost: cora`. */
export function describePending(stages: readonly ApprovalStage[], decisions: readonly JudgedDecision[]): string {
  return stages
    .filter((stage) => !hasPassed(stage, decisions))
    .map((stage) => {
      const missing = describeMissing(stage, decisions);
      return `${stage.name}${stage.count > 1 ? ' ' : ': '}${missing}`;
    })
    .join('; ');
}

/** Who approved what: `lead: lee, nia; cost: cora`. */
export function describeApproved(stages: readonly ApprovalStage[], decisions: readonly JudgedDecision[]): string {
  return stages.map((stage) => `${stage.name}: ${approversOf(stage, decisions).join(', ')}`).join('; ');
}
