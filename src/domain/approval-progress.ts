/* How far an approval is, from its stages and what people have said; and what of that a new assessment leaves. */
import {
  type ApprovalStage,
  type Assessment,
  isBoundTo,
  missingParties,
  missingPeople,
  rolesOf,
  suffices,
} from './approval.ts';
import type { JudgedDecision } from './decision.ts';
import { nameOf, seatOf, type Voice } from './seats.ts';

/** The yes of everybody who has approved this stage as it stands, each once. */
export function voicesOf(stage: ApprovalStage, decisions: readonly JudgedDecision[]): Voice[] {
  const voices = decisions
    .filter((judged) => approves(stage, judged))
    .map((judged) => [judged.decision.person, voiceOf(judged)] as const);
  return [...new Map(voices).values()];
}

const voiceOf = (judged: JudgedDecision): Voice => ({
  person: judged.decision.person,
  seat: seatOf(judged),
  ...(judged.speaksFor ? { roles: judged.speaksFor } : {}),
});

/** Who has approved this stage as it stands, each once; those too who came into their role after it was asked. */
export const approversOf = (stage: ApprovalStage, decisions: readonly JudgedDecision[]): string[] =>
  voicesOf(stage, decisions).map(({ person }) => person);

/** The seats that these voices fill, each once: two on one seat are one yes. */
export const filledBy = (voices: readonly Voice[]): string[] => [...new Set(voices.map(({ seat }) => seat))];

/** The seats of a stage that are filled. */
export const filledIn = (stage: ApprovalStage, decisions: readonly JudgedDecision[]): string[] =>
  filledBy(voicesOf(stage, decisions));

/** The stage with every seat that is filled in exactly the parties that it had a role in then. */
export function withVoices(stage: ApprovalStage, voices: readonly Voice[]): ApprovalStage {
  const known = new Map(voices.map(({ seat, roles }) => [seat, roles]));
  const parties = stage.parties.map(({ role, people }) => {
    const all = new Set([...people, ...known.keys()]);
    return { role, people: [...all].filter((id) => known.get(id)?.includes(role) ?? people.includes(id)) };
  });
  return { ...stage, parties };
}

const withApprovers = (stage: ApprovalStage, decisions: readonly JudgedDecision[]): ApprovalStage =>
  withVoices(stage, voicesOf(stage, decisions));

const approves = (stage: ApprovalStage, { counts, decision, binding }: JudgedDecision): boolean =>
  counts && decision.verdict === 'approve' && decision.stage === stage.name && isBoundTo(stage, binding);

/** Enough people have approved this stage as it stands. */
export const hasPassed = (stage: ApprovalStage, decisions: readonly JudgedDecision[]): boolean =>
  suffices(withApprovers(stage, decisions), filledIn(stage, decisions));

/** The stage whose turn it is: the first that has not passed; undefined when all have. */
export const openStage = (
  stages: readonly ApprovalStage[],
  decisions: readonly JudgedDecision[],
): ApprovalStage | undefined => stages.find((stage) => !hasPassed(stage, decisions));

/** A decision that counted before and does not now; `why` is for people, and `refusal` says it with the decision. */
export type Voided = JudgedDecision & { readonly refusal: string; readonly why: string };

/**
 * What a new assessment leaves of the decisions: approvals of a stage that is gone or now decides on something else, and of
 * people who may no longer speak in it, are void. What somebody said for a person who was away counts on when that one is
 * back, as long as they have their role.
 * @param why what has changed, for people.
 * @param policyId id of the policy's own yes, when it has said that about the change as it is now.
 */
export function settleDecisions(
  decisions: readonly JudgedDecision[],
  assessment: Pick<Assessment, 'stages' | 'barred'>,
  why: string,
  policyId?: string,
): { decisions: JudgedDecision[]; voided: Voided[] } {
  const settled = voidWhere(decisions, (judged) =>
    judged.decision.id === policyId ? undefined : reasonToVoid(judged, assessment, why),
  );
  return { ...settled, decisions: settled.decisions.map((judged) => asSeatedNow(judged, assessment.stages)) };
}

/** For whom somebody speaks is looked at anew with everything else; who has come to a seat of their own since sits there. */
function asSeatedNow(judged: JudgedDecision, stages: readonly ApprovalStage[]): JudgedDecision {
  const stage = stages.find(({ name }) => name === judged.decision.stage);
  if (!judged.counts || !stage || !judged.speaksFor) return judged;
  const { seat, ...rest } = judged;
  const { person } = judged.decision;
  if (seat === undefined || stage.approvers.includes(person)) return { ...rest, speaksFor: rolesOf(person, stage) };
  return { ...judged, speaksFor: rolesOf(seat, stage) };
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
  judged: JudgedDecision,
  { stages, barred = [] }: Pick<Assessment, 'stages' | 'barred'>,
  why: string,
): string | undefined {
  const { decision, binding } = judged;
  const stage = stages.find(({ name }) => name === decision.stage);
  if (!stage || !isBoundTo(stage, binding)) return why;
  if (stage.approvers.includes(decision.person)) return undefined;
  const seat = seatOf(judged);
  if (seat !== decision.person && barred.includes(decision.person))
    return `${decision.person} may no longer stand in for ${seat}`;
  if (stage.approvers.includes(seat)) return undefined;
  return `${seat} may no longer decide in the stage "${stage.name}"`;
}

/**
 * Whose word is wanted in a stage: the people of the seats that it still needs, and in the place of who is away whoever
 * stands in, each once. Who stands in for several has one voice: the others are waited for.
 */
export function wantedIn(stage: ApprovalStage, decisions: readonly JudgedDecision[]): string[] {
  const seats = missingPeople(withApprovers(stage, decisions), filledIn(stage, decisions));
  const spoken = approversOf(stage, decisions);
  return [...new Set(seats.map((seat) => whoSits(seat, stage, spoken)))];
}

/** Whoever stands in for the person of a seat, unless they have spoken already; else that person. */
const whoSits = (seat: string, { delegates = [] }: ApprovalStage, spoken: readonly string[]): string =>
  delegates.find((one) => one.for === seat && !spoken.includes(one.person))?.person ?? seat;

/** Who has nothing more to approve: whoever has, whose seat is filled, and who stands in for nobody whose is not. */
export function doneIn(stage: ApprovalStage, decisions: readonly JudgedDecision[]): string[] {
  const voices = voicesOf(stage, decisions);
  const filled = filledBy(voices);
  const { delegates = [] } = stage;
  const open = delegates.filter((one) => !filled.includes(one.for)).map(({ person }) => person);
  const idle = delegates.map(({ person }) => person).filter((person) => !open.includes(person));
  return [...new Set([...voices.map(({ person }) => person), ...filled, ...idle])];
}

/** Who must still say yes in a stage, and how far it is: `lee or nia`, `1 of 2: lee or olga`. */
export function describeMissing(stage: ApprovalStage, decisions: readonly JudgedDecision[]): string {
  const progress = stage.count > 1 ? `${filledIn(stage, decisions).length} of ${stage.count}: ` : '';
  return `${progress}${whoIsMissing(stage, decisions)}`;
}

/** Who must still say yes in a stage: `lee or xena for dora`; with several parties by name `cost-centre-owner: cora`. */
export function whoIsMissing(asked: ApprovalStage, decisions: readonly JudgedDecision[]): string {
  const stage = withApprovers(asked, decisions);
  const filled = filledIn(asked, decisions);
  const spoken = approversOf(asked, decisions);
  const anyOf = (seats: readonly string[]) =>
    seats.map((seat) => nameOf(whoSits(seat, asked, spoken), seat)).join(' or ');
  if (stage.mode !== 'all') return anyOf(missingPeople(stage, filled));
  return missingParties(stage, filled)
    .map(({ role, people }) => `${role}: ${anyOf(people)}`)
    .join(', ');
}

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

/** Who approved what: `lead: lee, xena for dora; cost: cora`. */
export function describeApproved(stages: readonly ApprovalStage[], decisions: readonly JudgedDecision[]): string {
  return stages.map((stage) => `${stage.name}: ${namesIn(stage, decisions).join(', ')}`).join('; ');
}

/** Who has approved a stage: `lee`, `xena for dora`. */
export const namesIn = (stage: ApprovalStage, decisions: readonly JudgedDecision[]): string[] =>
  voicesOf(stage, decisions).map(({ person, seat }) => nameOf(person, seat));
