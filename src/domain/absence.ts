/*
 * Who is away, and who stands in for them meanwhile: pure rules over what people have entered. That somebody stands in does
 * not say yet that they may: whom a request lets decide is judged with it, see `src/auth/delegates.ts`.
 */
import { isSameName } from './same-name.ts';

/** A window in which somebody is away. */
export interface Absence {
  readonly id: string;
  /** ISO 8601. */
  readonly from: string;
  /** ISO 8601; from then on they are back. */
  readonly until: string;
  /** Directory id of whoever stands in; null: they are only away. */
  readonly delegate: string | null;
  readonly reason?: string;
  /** Directory id of whoever entered it. */
  readonly by: string;
  /** ISO 8601: when it was entered. */
  readonly at: string;
  /** Proof that a door of ours took it in; without it nobody is away. */
  readonly token?: string;
}

/** The absences of these people that are not over, by the ids asked for; whoever has none may be left out. */
export type PersonAbsences = (ids: readonly string[]) => Promise<ReadonlyMap<string, readonly Absence[]>>;

/** Those that are not over: open now, or still to come. */
export const notOver = <A extends Pick<Absence, 'until'>>(absences: readonly A[], now: number): A[] =>
  absences.filter(({ until }) => Date.parse(until) > now);

/** The window that says now how it is with somebody: of several open ones the one that was entered last. */
export function openAbsence(absences: readonly Absence[], now: number): Absence | undefined {
  const open = notOver(absences, now).filter(({ from }) => Date.parse(from) <= now);
  return open.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1))[0];
}

/** An open window in which somebody stands in. */
export type OpenDelegation = Absence & { readonly delegate: string };

/**
 * The window by which somebody stands in for this person now. None when the person is not away, has named nobody, or
 * whoever entered it for them has named themselves.
 */
export function openDelegation(person: string, absences: readonly Absence[], now: number): OpenDelegation | undefined {
  const absence = openAbsence(absences, now);
  if (!absence || absence.delegate === null) return undefined;
  const { delegate, by } = absence;
  if (isSameName(by, delegate) && !isSameName(by, person)) return undefined;
  return { ...absence, delegate };
}
