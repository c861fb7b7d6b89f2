/*
 * What somebody ought to have been told in a year, by the rules as the documentation has them: one mail a day at most, the first
 * at once, the next when work begins on the next working day; none while they are away, one when they are back and work.
 */
import { firstOpen, openingAfter } from './wall-clock.ts';
import { endOf, leaveAt, type PersonRecord, type PersonYear, type Word } from './year-person.ts';
import { teamOf } from './year-teams.ts';

export interface ExpectedYear extends PersonRecord {
  /** How often a word waited for the next day or for who was away, a mail for working hours, and nothing waited any more. */
  readonly waited: { day: number; leave: number; hours: number; nothing: number };
}

const calendarOf = (words: readonly Word[]) => teamOf(words.at(-1)?.team ?? '').wall;

export function expectedYear({ words, leaves }: PersonYear): ExpectedYear {
  const taken = leaves.filter((leave) => endOf(leave) > leave.from);
  const turns = taken.flatMap((leave) => [leave.from, endOf(leave)]);
  const year: ExpectedYear = { digests: [], tellings: turns, waited: { day: 0, leave: 0, hours: 0, nothing: 0 } };
  const moments = [...turns, ...words.map(({ at }) => at)];
  const mind = { pending: [] as Word[], notBefore: 0, wasAway: false };
  for (let at = Math.min(...moments); Number.isFinite(at); at = Math.min(...moments.filter((one) => one > at))) {
    const isAway = leaveAt(taken, at) !== undefined;
    for (const word of words.filter((one) => one.at === at)) {
      mind.pending.push(word);
      if (isAway) year.waited.leave += 1;
      else if (at < mind.notBefore) year.waited.day += 1;
    }
    mind.wasAway = isAway || (mind.wasAway && mind.pending.length > 0);
    if (isAway || mind.pending.length === 0 || at < mind.notBefore) continue;
    const calendar = calendarOf(mind.pending);
    const opens = mind.wasAway ? firstOpen(calendar, at) : at;
    if (opens > at) year.waited.hours += 1;
    else send(year, mind.pending, at);
    mind.notBefore = opens > at ? opens : openingAfter(calendar, at);
    if (opens <= at && year.digests.at(-1)?.at !== at) mind.notBefore = 0;
    if (opens <= at) mind.pending = [];
    mind.wasAway = false;
    moments.push(mind.notBefore);
  }
  return year;
}

/** What still waits for them at that moment; nothing: no mail. */
function send({ digests, waited }: ExpectedYear, pending: readonly Word[], at: number): void {
  const references = pending.filter(({ waitsUntil }) => waitsUntil > at).map(({ reference }) => reference);
  if (references.length > 0) digests.push({ at, references });
  else waited.nothing += 1;
}
