/*
 * Whose seat somebody decides on. Each person of a stage has a seat; while they are away, whoever stands in for them may
 * sit on it. A seat is filled once, and nobody has more than one voice in a stage.
 */
import { type ApprovalStage, type Delegate, missingPeople } from './approval.ts';
import type { JudgedDecision } from './decision.ts';
import { readableTime } from './readable-time.ts';

type Staffed = Pick<ApprovalStage, 'approvers' | 'delegates'>;

/** One person's yes in a stage. */
export interface Voice {
  readonly person: string;
  /** Whose seat it fills. */
  readonly seat: string;
  /** Of the stage's parties those that the seat speaks for; absent: as the stage has them. */
  readonly roles?: readonly string[];
}

/** On whose seat a decision was made. */
export const seatOf = ({ decision, seat }: Pick<JudgedDecision, 'decision' | 'seat'>): string =>
  seat ?? decision.person;

/** Who decided, and for whom: `xena for dora`. */
export const speaker = (judged: Pick<JudgedDecision, 'decision' | 'seat'>): string =>
  nameOf(judged.decision.person, seatOf(judged));

/** `xena for dora`; `dora` where somebody speaks for themselves. */
export const nameOf = (person: string, seat: string): string => (person === seat ? seat : `${person} for ${seat}`);

/** The stage with those who stand in now, whoever did before. */
export function withDelegates(
  { delegates: _, ...stage }: ApprovalStage,
  delegates: readonly Delegate[],
): ApprovalStage {
  return delegates.length > 0 ? { ...stage, delegates } : stage;
}

/** Whether somebody may decide in the stage: on a seat of their own, or on that of somebody who is away. */
export const mayDecide = (person: string, stage: Staffed): boolean => deciders(stage).includes(person);

/** Everybody who may decide in the stage. */
export const deciders = ({ approvers, delegates = [] }: Staffed): string[] => [
  ...approvers,
  ...delegates.map(({ person }) => person),
];

/** For whom somebody stands in. */
const standsInFor = (person: string, { delegates = [] }: Pick<Staffed, 'delegates'>): Delegate[] =>
  delegates.filter((delegate) => delegate.person === person);

/** For whom somebody decides, and until when: `dora, who is away until Sat, 28 Nov 2026 08:00 UTC`; undefined: for themselves. */
export function describeStandIn(person: string, stage: Pick<Staffed, 'delegates'>): string | undefined {
  const named = standsInFor(person, stage).map((one) => `${one.for}, who is away until ${readableTime(one.until)}`);
  return named.length > 0 ? named.join('; ') : undefined;
}

/**
 * The seat on which somebody decides: their own when they have one. Of several for which they stand in, the first by name
 * that the stage still needs; else one that is not filled. Undefined: they have nothing to decide here.
 * @param stage with everybody who has approved it, see `withVoices`.
 * @param filled seats of those who have.
 */
export function seatFor(person: string, stage: ApprovalStage, filled: readonly string[]): string | undefined {
  if (stage.approvers.includes(person)) return person;
  const seats = standsInFor(person, stage)
    .map((delegate) => delegate.for)
    .toSorted();
  const needed = missingPeople(stage, filled);
  return seats.find((seat) => needed.includes(seat)) ?? seats.find((seat) => !filled.includes(seat)) ?? seats[0];
}
