import { type Absence, openAbsence } from '../../domain/absence.ts';
import type { AuditFact } from '../../domain/audit.ts';
import type { Nudge } from '../../domain/digest.ts';
import type { AbsenceEnd } from '../messages.ts';

/** All that is kept about one person. Plain JSON, handed from run to run. */
export interface PersonState {
  absences: readonly Absence[];
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
  unrecorded: [],
  toldOf: null,
  tellings: [],
  nudges: [],
  quietUntil: null,
  wasAway: false,
};

/** With this absence; the same one once. */
export function beginsAbsence(id: string, state: PersonState, absence: Absence): Partial<PersonState> {
  if (state.absences.some((known) => known.id === absence.id)) return {};
  const { by, delegate, until } = absence;
  const what = `${id} is away until ${until}${delegate === null ? '' : `, ${delegate} stands in`}`;
  const fact: AuditFact = { kind: 'absence', by, what, facts: { person: id, absence: unsigned(absence) } };
  return { absences: [...state.absences, absence], unrecorded: [...state.unrecorded, fact] };
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
  return { absences, unrecorded: [...state.unrecorded, fact] };
}

export const isAway = ({ absences }: PersonState): boolean => openAbsence(absences, Date.now()) !== undefined;

/** When there is something to do again, in milliseconds since 1970; undefined when nothing is left. */
export function nextMoment({ absences, tellings, quietUntil }: PersonState): number | undefined {
  const windows = absences.flatMap(({ from, until }) => [Date.parse(from), Date.parse(until)]);
  // That a reminder went out is not forgotten before the next one may.
  const times = [...windows, ...tellings.map(({ at }) => at), ...(quietUntil ? [Date.parse(quietUntil)] : [])];
  const coming = times.filter((time) => time > Date.now());
  return coming.length > 0 ? Math.min(...coming) : undefined;
}
