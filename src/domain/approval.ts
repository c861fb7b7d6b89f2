/*
 * When a stage has passed: pure rules over the persons whose decisions count. Which decisions count is judged before, by
 * the directory and by what they are bound to.
 */
import type { Aspect, Denial, PolicyAnswer, PolicyInput, PolicyVersion, StageDemand } from './policy.ts';

/** Those who may speak for one role or group, as the directory has them now. */
export interface Party {
  /** The role, or `group:<name>`. */
  readonly role: string;
  /** Directory ids, without whoever is involved in the request. */
  readonly people: readonly string[];
}

/** Somebody who stands in for a person of a stage while that one is away. */
export interface Delegate {
  /** Directory id. */
  readonly person: string;
  /** Directory id of who is away: on whose seat they decide. */
  readonly for: string;
  /** ISO 8601: when that one is back. */
  readonly until: string;
}

/** One stage of an approval: who must say yes to what. */
export interface ApprovalStage extends Pick<StageDemand, 'name' | 'mode' | 'onExpiry' | 'mayDelegate' | 'why'> {
  /** How many persons have to say yes. */
  readonly count: number;
  readonly parties: readonly Party[];
  /** Directory ids of all who may decide. Each is a seat: whoever stands in for somebody decides on theirs. */
  readonly approvers: readonly string[];
  /** Who stands in for whom, one for each seat at most; none of them has a seat. Absent: nobody is stood in for. */
  readonly delegates?: readonly Delegate[];
  readonly about: readonly Aspect[];
  /** How long the stage may take, such as `3d`; absent: as the configuration says. */
  readonly deadline?: string;
  /** The stage as demanded and what of the change it decides on, by their digests: see `isBoundTo`. */
  readonly binding: string;
}

/** What the policy says about one change, with the people of each stage as the directory has them. */
export interface Assessment {
  readonly policy: PolicyVersion & {
    /** `sha256:` over the input, without the time it was asked at. */
    readonly inputDigest: string;
  };
  readonly input: PolicyInput;
  /** In the order in which they are asked; none when the policy says yes by itself, or denies. */
  readonly stages: readonly ApprovalStage[];
  readonly autoApproval: PolicyAnswer['autoApproval'];
  readonly denials: readonly Denial[];
  /** Of those who have decided for somebody who was away: who may not any more. Absent: nobody. */
  readonly barred?: readonly string[];
}

/** Of an assessment, what everybody sees: which policy answered, and whether it said yes by itself. */
export interface PolicyVerdict extends PolicyVersion {
  readonly inputDigest: string;
  readonly autoApproval: PolicyAnswer['autoApproval'];
}

/**
 * Whether a decision bound to `given` is about all that the stage decides on now. One that was about more counts on: when a
 * price gets a stage of its own, those who had said yes to content and price are not asked about the content again.
 */
export function isBoundTo({ binding }: Pick<ApprovalStage, 'binding'>, given: string | undefined): boolean {
  const parts = new Set(given?.split(' '));
  return binding.split(' ').every((part) => parts.has(part));
}

type Quorum = Pick<ApprovalStage, 'mode' | 'count' | 'parties'>;

/** Whether these persons, each once, are enough for the stage. */
export function suffices(stage: Quorum, people: readonly string[]): boolean {
  if (stage.mode === 'all') return unspokenFor(stage.parties, people).length === 0;
  return speakers(stage, people).length >= stage.count;
}

/** Everybody who may speak for one of these parties, each once, sorted. */
export const peopleOf = (parties: readonly Party[]): string[] =>
  [...new Set(parties.flatMap(({ people }) => people))].toSorted();

/** The parties of a stage that somebody may speak for. */
export const rolesOf = (person: string, { parties }: Pick<Quorum, 'parties'>): string[] =>
  parties.filter(({ people }) => people.includes(person)).map(({ role }) => role);

/** Of these persons, each once, those who may speak in the stage. */
function speakers({ parties }: Pick<Quorum, 'parties'>, people: readonly string[]): string[] {
  return [...new Set(people)].filter((id) => parties.some((party) => party.people.includes(id)));
}

/**
 * For whom somebody must still speak, with those who have not spoken yet; none when these persons suffice. Of `all`
 * these are the parties left over when each person speaks for one party alone; there may be other ways to say it.
 */
export function missingParties(stage: Quorum, people: readonly string[]): Party[] {
  if (suffices(stage, people)) return [];
  const missing = stage.mode === 'all' ? unspokenFor(stage.parties, people) : stage.parties;
  return missing.map((party) => withoutThose(party, people));
}

/** Those whose word the stage still needs, each once: by any of them it comes nearer to its end. */
export function missingPeople(stage: Quorum, people: readonly string[]): string[] {
  if (suffices(stage, people)) return [];
  const silent = new Set(stage.parties.flatMap((party) => withoutThose(party, people).people));
  if (stage.mode !== 'all') return [...silent];
  const left = unspokenFor(stage.parties, people).length;
  return [...silent].filter((id) => unspokenFor(stage.parties, [...people, id]).length < left);
}

const withoutThose = ({ role, people }: Party, spoken: readonly string[]): Party => ({
  role,
  people: people.filter((id) => !spoken.includes(id)),
});

/**
 * The parties that are left over when as many as possible have a speaker, each person for one party. A party that has
 * fewer people left to ask gets its speaker first: whoever is named as missing can still mend it.
 */
function unspokenFor(parties: readonly Party[], people: readonly string[]): Party[] {
  const speaker = new Map<string, Party>();
  const left = (party: Party) => withoutThose(party, people).people.length;
  const unspoken = parties
    .toSorted((a, b) => left(a) - left(b))
    .filter((party) => !giveSpeaker(party, people, speaker));
  return parties.filter((party) => unspoken.includes(party));
}

/** Kuhn's algorithm: a person who speaks for another party already may be had when that party has somebody else. */
function giveSpeaker(
  party: Party,
  people: readonly string[],
  speaker: Map<string, Party>,
  tried = new Set<string>(),
): boolean {
  for (const id of people) {
    if (!party.people.includes(id) || tried.has(id)) continue;
    tried.add(id);
    const other = speaker.get(id);
    if (other && !giveSpeaker(other, people, speaker, tried)) continue;
    speaker.set(id, party);
    return true;
  }
  return false;
}
