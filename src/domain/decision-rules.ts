/*
 * Which decisions are taken in, and which count: pure rules over what was sent and what was looked up about it. A workflow
 * drives them with what the directory says; a test drives them by the hundred thousand.
 */
import { type ApprovalStage, rolesOf } from './approval.ts';
import { filledBy, withVoices } from './approval-progress.ts';
import { type Decision, type JudgedDecision, VERDICTS } from './decision.ts';
import type { Person } from './request.ts';
import { fold } from './same-name.ts';
import { nameOf, seatFor, type Voice } from './seats.ts';

/** What a decision can be about at this moment. */
export interface Open {
  readonly reference: string;
  readonly specHash: string;
  readonly stages: readonly ApprovalStage[];
  /** The stage whose turn it is; null while nothing is being decided. */
  readonly stage: ApprovalStage | null;
  /** A removal has no content that could be changed. */
  readonly removes: boolean;
}

/** Why a decision cannot make sense now, for whoever sent it; undefined when it is to be judged. */
export function refusalAtDoor(open: Open, decision: Decision): string | undefined {
  if (!open.stage) return 'There is nothing to decide now';
  if (!VERDICTS.includes(decision?.verdict)) return `The verdict must be one of ${VERDICTS.join(', ')}`;
  if (typeof decision.id !== 'string' || decision.id === '' || typeof decision.person !== 'string')
    return 'A decision names its id and its person';
  if (decision.channel === 'policy') return 'Nobody speaks for the policy';
  if (decision.reference !== open.reference) return `This decision is about ${decision.reference}`;
  if (decision.specHash !== open.specHash)
    return `The content has changed since: it is now ${open.specHash}. Look at it again`;
  if (decision.verdict === 'request-changes' && open.removes)
    return 'There is nothing to change about a removal: approve or reject it';
  return refusalOfStage(open, open.stage, decision);
}

function refusalOfStage({ stages }: Open, current: ApprovalStage, { stage }: Decision): string | undefined {
  if (stage === current.name) return undefined;
  const order = stages.map(({ name }) => name);
  if (!order.includes(stage)) return `There is no stage "${stage}"`;
  if (order.indexOf(stage) < order.indexOf(current.name)) return `The stage "${stage}" has passed already`;
  return `It is the turn of the stage "${current.name}"; "${stage}" is asked after it`;
}

/** Decisions that wait to be judged, and the ids taken in, so that none counts twice. */
export interface DecisionQueue {
  readonly decisions: Decision[];
  readonly seenDecisions: string[];
}

/** A decision counts once, however often its door delivers it; false when it was taken in before. */
export function takeIn(queue: DecisionQueue, decision: Decision): boolean {
  if (queue.seenDecisions.includes(decision.id)) return false;
  queue.seenDecisions.push(decision.id);
  queue.decisions.push(decision);
  return true;
}

/** A refused decision must not keep the genuine one of the same id out: ids can be guessed. */
export function forget({ seenDecisions }: DecisionQueue, id: string): void {
  seenDecisions.splice(0, seenDecisions.length, ...seenDecisions.filter((seen) => seen !== id));
}

/** What is known of a decision before anybody is looked up. */
export interface SaidFacts {
  readonly decision: Decision;
  /** ISO 8601: when it is judged. */
  readonly now: string;
  readonly reference: string;
  readonly specHash: string;
  /** The stage whose turn it is, with its people and who stands in for them as they are now. */
  readonly stage: ApprovalStage;
  /** Who has approved that stage already. */
  readonly approved: readonly Voice[];
  /** True when the token was made by us over exactly this decision. */
  readonly proven: boolean;
  /** The configuration lets signals count without a token. */
  readonly trustsSignals: boolean;
}

/** All that is looked up to judge one decision. */
export interface JudgeFacts extends SaidFacts {
  /** Whom the directory knows under the name that decided. */
  readonly person: Person | null;
  /** Folded names of all who are involved in the request, under every name they are known by. */
  readonly involved: ReadonlySet<string>;
  /** Groups of the directory whose people may speak in the stage; for the refusal. */
  readonly groups: readonly string[];
}

/** Whether a decision counts. It is kept under the person's directory id, by whatever name they came. */
export function judge(facts: JudgeFacts): JudgedDecision {
  const { token: _, ...said } = facts.decision;
  const decision = facts.person ? { ...said, person: facts.person.id } : said;
  const at = facts.now;
  const refusal = refusalUnseen(facts) ?? refusalOfPerson(facts);
  if (refusal !== undefined) return { decision, counts: false, refusal, at };
  const { binding } = facts.stage;
  const seat = sitsOn(facts, decision.person) ?? decision.person;
  const own = seat === decision.person;
  const speaksFor = rolesOf(seat, facts.stage);
  const how = { ...(facts.proven ? {} : { unproven: true }), ...(own ? {} : { seat }) };
  return { decision, counts: true, ...how, speaksFor, binding, at };
}

/** On whose seat somebody decides; undefined: on none. */
const sitsOn = ({ stage, approved }: SaidFacts, person: string): string | undefined =>
  seatFor(person, withVoices(stage, approved), filledBy(approved));

/** Why a decision is refused whoever made it; undefined when its person is to be looked up. */
export const refusalUnseen = (facts: SaidFacts): string | undefined => refusalOfContent(facts) ?? refusalOfProof(facts);

function refusalOfContent({ decision, reference, specHash, stage, now }: SaidFacts): string | undefined {
  if (decision.channel === 'policy') return 'Nobody speaks for the policy.';
  if (decision.reference !== reference) return `It is about ${decision.reference}, another request.`;
  if (decision.specHash !== specHash) return 'The content has changed since. Look at it again and decide anew.';
  if (decision.stage !== stage.name)
    return `No stage "${decision.stage}" is being decided: it is the turn of "${stage.name}".`;
  if (!(Date.parse(decision.expires) > Date.parse(now))) return 'It expired before it could be checked. Decide anew.';
  return undefined;
}

function refusalOfProof({ decision, proven, trustsSignals }: SaidFacts): string | undefined {
  if (proven) return undefined;
  if (decision.token) return 'Its token is not valid for this decision, or has expired. Ask for a new one.';
  if (decision.channel !== 'signal') return 'It carries no proof of who decided.';
  if (trustsSignals) return undefined;
  return 'A signal needs a token: take the line that `berth approve --print-signal` prints.';
}

function refusalOfPerson(facts: JudgeFacts): string | undefined {
  const { decision, person, involved, groups } = facts;
  if (!person) return `The directory knows nobody called "${decision.person}".`;
  if (person.sharesWith)
    return `${person.name} shares a name with ${person.sharesWith.join(' and ')} in the directory: nobody can tell who decided. Let it belong to one of them alone.`;
  if (namesOf(person).some((name) => involved.has(name)))
    return `${person.name} asked for this, started it or edited it, and cannot decide about it.`;
  const seat = sitsOn(facts, person.id);
  if (seat === undefined) return `${person.name} is not in ${groups.join(' or ')}.`;
  return decision.verdict === 'approve' ? refusalOfVoice(facts, person, seat) : undefined;
}

/** One voice for each person, and one yes for each seat. */
function refusalOfVoice({ stage, approved }: JudgeFacts, { id, name }: Person, seat: string): string | undefined {
  if (approved.some(({ person }) => person === id))
    return `${name} has approved the stage "${stage.name}" already, and counts once.`;
  const before = approved.find((voice) => voice.seat === seat);
  if (!before) return undefined;
  return `${nameOf(before.person, seat)} has approved the stage "${stage.name}" already, and the two of you count once.`;
}

/** Every name a person goes by, folded. */
export function namesOf({ id, mail, githubLogin }: Person): string[] {
  return [id, mail, githubLogin].flatMap((name) => (name === undefined ? [] : [fold(name)]));
}

/** Enough to see what was tried, without letting a flood of refused decisions fill the history. */
const KEPT_REFUSALS = 50;

/** All judged decisions with this one; the oldest of too many refused ones go. */
export function recorded(decisions: readonly JudgedDecision[], judged: JudgedDecision): JudgedDecision[] {
  const all = [...decisions, judged];
  return all.filter(({ counts }, i) => counts || i >= all.length - KEPT_REFUSALS);
}
