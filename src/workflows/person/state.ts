import { type Absence, notOver, openAbsence } from '../../domain/absence.ts';
import type { AuditFact } from '../../domain/audit.ts';
import type { Nudge } from '../../domain/digest.ts';
import type { AbsenceEnd } from '../messages.ts';

/** All that is kept about one person. Plain JSON, handed from run to run. */
export interface PersonState {
  absences: readonly Absence[];
  /** Signalled, in its order: whether a door of ours took the absences in is still to be looked at. */
  heard: readonly Heard[];
  /** Ended before their time, until that has come: their proofs would still hold, and they are not entered again. */
  ended: readonly Pick<Absence, 'id' | 'until'>[];
  /** What the record for auditors has not heard of yet. */
  unrecorded: readonly AuditFact[];
  /** The window that the requests have heard of as open; null: they take the person for present. */
  toldOf: Absence | null;
  /** Requests are told once more, since a list of them lags behind. */
  tellings: readonly Telling[];
  /** What is to be reminded of; one for each request. */
  nudges: readonly Nudge[];
  /** No reminder goes out before; ISO 8601. Null: at once. */
  quietUntil: string | null;
  /** They have been away since they were last reminded: the next reminder waits for working hours. */
  wasAway: boolean;
}

/** That an absence is entered, or ended. */
export type Heard = { readonly begins: Absence } | { readonly ends: AbsenceEnd };

export interface Telling {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Directory ids of those whose requests are told. */
  readonly people: readonly string[];
  /** References that have been told already; null before the first time. */
  readonly told: readonly string[] | null;
}

export const NOTHING_KEPT: PersonState = {
  absences: [],
  heard: [],
  ended: [],
  unrecorded: [],
  toldOf: null,
  tellings: [],
  nudges: [],
  quietUntil: null,
  wasAway: false,
};

/** Known are those that count, and those that have been ended: they are never entered again. */
const isKnown = (state: PersonState, absence: Absence): boolean =>
  [...state.absences, ...state.ended].some(({ id }) => id === absence.id);

/** With this absence to be looked at. */
export const entersAbsence = (state: PersonState, absence: Absence): Partial<PersonState> =>
  isKnown(state, absence) ? {} : { heard: [...state.heard, { begins: absence }] };

/** Those that are still to be looked at. */
export const enteredIn = (heard: readonly Heard[]): Absence[] =>
  heard.flatMap((word) => ('begins' in word ? word.begins : []));

/** With this absence, which a door of ours took in; the same one once. */
export function beginsAbsence(id: string, state: PersonState, absence: Absence): Partial<PersonState> {
  if (isKnown(state, absence)) return {};
  const { by, delegate, until } = absence;
  const what = `${id} is away until ${until}${delegate === null ? '' : `, ${delegate} stands in`}`;
  const fact: AuditFact = { kind: 'absence', by, what, facts: { person: id, absence: unsigned(absence) } };
  return { absences: [...state.absences, absence], unrecorded: [...state.unrecorded, fact] };
}

/** As before: anybody who can signal a workflow may have sent it, and it says itself who entered it. */
export function refusesAbsence(id: string, state: PersonState, absence: Absence): Partial<PersonState> {
  const what = `An absence of ${id} is refused: it bears no proof that a door of Berth took it in`;
  const fact: AuditFact = { kind: 'absence', by: 'berth', what, facts: { person: id, refused: unsigned(absence) } };
  return { unrecorded: [...state.unrecorded, fact] };
}

/** A proof is of no use to readers. */
const unsigned = ({ token: _, ...absence }: Absence): Absence => absence;

/** Without the one that is taken back or ended early. */
export function endsAbsence(id: string, state: PersonState, { id: ended, by }: AbsenceEnd): Partial<PersonState> {
  const absence = state.absences.find((known) => known.id === ended);
  if (!absence) return {};
  const fact: AuditFact = {
    kind: 'absence',
    by,
    what: `The absence of ${id} is ended`,
    facts: { person: id, absence: unsigned(absence) },
  };
  const absences = state.absences.filter((known) => known !== absence);
  const over = { id: absence.id, until: absence.until };
  return { absences, ended: [...state.ended, over], unrecorded: [...state.unrecorded, fact] };
}

/** Without what is over by now. */
export function forgetsOver({ absences, ended }: PersonState, now: number): Partial<PersonState> {
  return { absences: notOver(absences, now), ended: notOver(ended, now) };
}

export const isAway = ({ absences }: PersonState): boolean => openAbsence(absences, Date.now()) !== undefined;

/** When there is something to do again, in milliseconds since 1970; undefined when nothing is left. */
export function nextMoment({ absences, ended, tellings, quietUntil }: PersonState): number | undefined {
  const begins = absences.map(({ from }) => Date.parse(from));
  const windows = [...begins, ...[...absences, ...ended].map(({ until }) => Date.parse(until))];
  // That a reminder went out is not forgotten before the next one may.
  const times = [...windows, ...tellings.map(({ at }) => at), ...(quietUntil ? [Date.parse(quietUntil)] : [])];
  const coming = times.filter((time) => time > Date.now());
  return coming.length > 0 ? Math.min(...coming) : undefined;
}
