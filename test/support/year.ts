/* A year of requests: what people were told, beside what they ought to have been told by `wall-clock.ts`. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { changesOf, dueAt, firstOpen, openBetween, openTimeLater, type WallCalendar } from './wall-clock.ts';
import { type ExpectedYear, expectedYear } from './year-digests.ts';
import { type Leave, leaveAt, livePersonYear, type PersonRecord, planLeaves, planPersonYear } from './year-person.ts';
import { type Asked, type Lived, planYear, playYear, type Told, type YearRecord } from './year-play.ts';
import { RUNGS, teamOf, WAITS, type Waited, YEAR } from './year-teams.ts';

/** What a request's people ought to have been told, and when. */
function expectedOf(lived: Lived, { told, asked }: YearRecord, leaves: readonly Leave[]): Expected[] {
  const { wall } = teamOf(lived.planned.team);
  const first = term(wall, lived.kind, lived.since);
  if (lived.kind === 'accounts') {
    // The second term begins when the first is over, to the millisecond: closing time is within hours, a moment later is not.
    const over = told.find(({ reference, what }) => reference === lived.reference && what === 'team asked')?.at;
    const distance = ({ from }: Asked) => Math.abs(from - (over ?? first.end));
    const ofTeam = asked.filter(({ kind, team }) => kind === 'accounts' && team === lived.planned.team);
    const [again] = ofTeam.toSorted((a, b) => distance(a) - distance(b));
    const second = term(wall, 'accounts', again?.from ?? first.end);
    return [...first.told, { what: 'team asked', at: first.end }, ...second.told, { what: 'expired', at: second.end }];
  }
  const { rejectedAt = Number.POSITIVE_INFINITY } = lived;
  const isRejected = rejectedAt < first.end;
  const end: Expected = isRejected ? { what: 'rejected', at: rejectedAt } : { what: 'expired', at: first.end };
  const reminded = (one: Expected): Expected =>
    one.what === 'reminder' && leaveAt(leaves, one.at) ? { ...one, what: 'stand-in reminded' } : one;
  return [...first.told.filter(({ at }) => at < rejectedAt).map(reminded), end];
}

type Expected = Pick<Told, 'what' | 'at'>;

function term(calendar: WallCalendar, kind: Waited, from: number): { told: Expected[]; end: number } {
  const { deadline, reminders } = WAITS[kind];
  const end = dueAt(calendar, from, deadline);
  const rungs = RUNGS[kind].map((after) =>
    after === '80%' ? lateIn(calendar, from, end) : dueAt(calendar, from, after),
  );
  const told = [
    ...reminders.map((after) => ({ what: 'reminder', at: dueAt(calendar, from, after) }) as const),
    ...rungs.map((at) => ({ what: 'others told', at }) as const),
  ];
  return { told, end };
}

const lateIn = (calendar: WallCalendar, from: number, end: number) =>
  openTimeLater(calendar, firstOpen(calendar, from), openBetween(calendar, from, end) * 0.8);

export interface Rehearsal {
  /** What was told another time than it ought to have been, or not at all, or without reason; in words. */
  readonly late: readonly string[];
  /** How often each thing was told. */
  readonly counts: Readonly<Record<string, number>>;
  /** Waits during which their team's clocks changed. */
  readonly acrossChanges: number;
}

/** Plays a year and compares it with what ought to have been. The same seed is the same year. */
export async function rehearse(
  env: TestWorkflowEnvironment,
  { requests, seed }: { requests: number; seed: number },
): Promise<Rehearsal> {
  const random = randomFrom(seed);
  const planned = planYear(requests, random);
  const leaves = planLeaves(random);
  const record = await playYear(env, planned, leaves);
  const expected = record.lived.map((lived) => ({ lived, expected: expectedOf(lived, record, leaves) }));
  const counts: Record<string, number> = {};
  for (const { what } of record.told) counts[what] = (counts[what] ?? 0) + 1;
  return {
    late: expected.flatMap((one) => differences(one.lived, one.expected, record.told)),
    counts,
    acrossChanges: expected.filter(({ lived, expected: told }) => isAcross(lived, told)).length,
  };
}

/** A year of one person alone: their mails of the day, and whether requests heard that they are away and back. */
export async function rehearsePerson(
  env: TestWorkflowEnvironment,
  { words, seed }: { words: number; seed: number },
): Promise<{ late: string[]; waited: ExpectedYear['waited']; digests: number }> {
  const planned = planPersonYear(words, randomFrom(seed));
  const expected = expectedYear(planned);
  const lived = await livePersonYear(env, planned);
  const telling = (at: number) => ({ at, what: 'told of leave' });
  const late = [
    ...unlike(expected.digests.map(asMail), lived.digests.map(asMail)),
    ...unlike(expected.tellings.map(telling), lived.tellings.map(telling)),
  ];
  return { late, waited: expected.waited, digests: lived.digests.length };
}

interface Heard {
  readonly at: number;
  readonly what: string;
}

const asMail = ({ at, references }: PersonRecord['digests'][number]): Heard => ({
  at,
  what: references.toSorted().join(', '),
});

/** What was heard otherwise, in order, in words. */
function unlike(wanted: readonly Heard[], found: readonly Heard[]): string[] {
  const [right, heard] = [wanted, found].map((list) => list.toSorted((a, b) => a.at - b.at)) as [Heard[], Heard[]];
  const inWords = (one: Heard | undefined) => (one ? `${one.what} at ${isoOf([one.at])}` : 'nothing');
  return Array.from({ length: Math.max(right.length, heard.length) }, (_, n) => [right[n], heard[n]] as const)
    .filter(([a, b]) => a?.what !== b?.what || Math.abs((a?.at ?? 0) - (b?.at ?? 0)) > TOLERANCE_MS)
    .map(([a, b]) => `${inWords(b)} instead of ${inWords(a)}`);
}

const TOLERANCE_MS = 60_000;

function differences({ reference, planned }: Lived, expected: readonly Expected[], told: readonly Told[]): string[] {
  const timesOf = (list: readonly Expected[], wanted: string) =>
    list
      .filter(({ what }) => what === wanted)
      .map(({ at }) => at)
      .toSorted((a, b) => a - b);
  const own = told.filter((one) => one.reference === reference);
  const kinds = [...new Set([...expected, ...own].map(({ what }) => what))];
  return kinds.flatMap((what) => {
    const [wanted, found] = [timesOf(expected, what), timesOf(own, what)];
    const isRight =
      wanted.length === found.length && wanted.every((at, n) => Math.abs(at - (found[n] ?? 0)) <= TOLERANCE_MS);
    return isRight ? [] : [`${planned.team}: ${what} at ${isoOf(found)} instead of ${isoOf(wanted)}`];
  });
}

const isoOf = (times: readonly number[]) => times.map((at) => new Date(at).toISOString()).join(', ') || 'no time';

function isAcross(lived: Lived, expected: readonly Expected[]): boolean {
  const end = Math.max(...expected.map(({ at }) => at));
  const { zone } = teamOf(lived.planned.team).wall;
  return changesOf(zone, YEAR).some((change) => lived.since < change && change < end);
}

/** Numbers from 0 to 1 by a linear congruence: enough to spread requests over a year. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
