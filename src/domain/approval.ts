/*
 * When a stage has passed: pure rules over the decisions that count. Which decisions count is judged before, by the
 * directory and by what they are bound to.
 */
import type { Aspect, StageDemand } from './policy.ts';

/** Those who may speak for one role or group, as the directory has them now. */
export interface Party {
  /** The role, or `group:<name>`. */
  readonly role: string;
  /** Directory ids, without whoever is involved in the request. */
  readonly people: readonly string[];
}

/** One stage of an approval: who must say yes to what. */
export interface ApprovalStage extends Pick<StageDemand, 'name' | 'mode' | 'onExpiry' | 'mayDelegate' | 'why'> {
  /** How many persons have to say yes. */
  readonly count: number;
  readonly parties: readonly Party[];
  /** Directory ids of all who may decide. */
  readonly approvers: readonly string[];
  readonly about: readonly Aspect[];
  readonly deadline?: string;
  /**
   * `sha256:` over the stage as demanded and over what of the change it decides on: a decision counts as long as this
   * stays the same.
   */
  readonly binding: string;
}

/** Whether these persons, each once, are enough for the stage. */
export function suffices(stage: Pick<ApprovalStage, 'mode' | 'count' | 'parties'>, people: readonly string[]): boolean {
  const distinct = [...new Set(people)].filter((id) => stage.parties.some((party) => party.people.includes(id)));
  if (stage.mode !== 'all') return distinct.length >= stage.count;
  return canSpeakForAll(stage.parties, distinct);
}

/** Parties that nobody of these persons speaks for yet; for people, who want to know who is missing. */
export function missingParties(
  stage: Pick<ApprovalStage, 'mode' | 'count' | 'parties'>,
  people: readonly string[],
): Party[] {
  if (suffices(stage, people)) return [];
  if (stage.mode !== 'all') return [...stage.parties];
  return stage.parties.filter((party) => !party.people.some((id) => people.includes(id)));
}

/** One person speaks for one party only: tries each of the persons for the first party, the rest for the others. */
function canSpeakForAll([first, ...others]: readonly Party[], people: readonly string[]): boolean {
  if (!first) return true;
  const speakers = people.filter((id) => first.people.includes(id));
  return speakers.some((speaker) =>
    canSpeakForAll(
      others,
      people.filter((id) => id !== speaker),
    ),
  );
}
