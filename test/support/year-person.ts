/* One person of a year: when they are away, what leaves word for them, and what they were told when. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { createPersonActivities, type PersonDeps } from '../../src/activities/people/index.ts';
import { endAbsenceSignal } from '../../src/workflows/messages.ts';
import { eventually } from './eventually.ts';
import { absenceFrom, nudgeOf, type ToldPerson, withPerson } from './person.ts';
import { FLEET, TEAMS, YEAR } from './year-teams.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEGIN = Date.UTC(YEAR - 1, 11, 20);

/** A request leaves word, and waits for the person until some time later. */
export interface Word {
  readonly reference: string;
  readonly team: string;
  readonly at: number;
  readonly waitsUntil: number;
}

/** All by that year's clock; ended early, perhaps before it began. */
export interface Leave {
  readonly enteredAt: number;
  readonly from: number;
  readonly until: number;
  readonly endedAt?: number;
}

export interface PersonYear {
  readonly words: readonly Word[];
  readonly leaves: readonly Leave[];
}

/** What the person, and the requests that wait for them, heard. */
export interface PersonRecord {
  readonly digests: { readonly at: number; readonly references: readonly string[] }[];
  /** When requests were told that the person is away, or back. */
  readonly tellings: number[];
}

export const endOf = ({ until, endedAt = until }: Leave): number => endedAt;

/** The leave of that moment, if any. */
export const leaveAt = (leaves: readonly Leave[], at: number): Leave | undefined =>
  leaves.find((leave) => leave.from <= at && at < endOf(leave));

/** Words all over the year, and leave. */
export function planPersonYear(words: number, random: () => number): PersonYear {
  const teams = Object.keys(TEAMS);
  const asked = Array.from({ length: words }, (_, n): Word => {
    const at = Date.UTC(YEAR, 0, 1) + random() * 360 * DAY_MS;
    return { reference: `BR-${n}`, team: teams[n % teams.length] ?? '', at, waitsUntil: at + random() * 12 * DAY_MS };
  });
  return { words: asked.toSorted((a, b) => a.at - b.at), leaves: planLeaves(random) };
}

/** Leave that does not overlap; some of it is ended early, or taken back. */
export function planLeaves(random: () => number): Leave[] {
  const leaves: Leave[] = [];
  for (let free = BEGIN + 20 * DAY_MS; free < Date.UTC(YEAR, 11, 1); ) {
    const from = free + random() * 20 * DAY_MS;
    const until = from + (0.3 + random() * 14) * DAY_MS;
    const enteredAt = from - random() * (from - free);
    const fate = Math.floor(random() * 4);
    const endedAt = fate === 0 ? enteredAt + (from - enteredAt) * random() : from + (until - from) * random();
    leaves.push({ enteredAt, from, until, ...(fate < 2 ? { endedAt } : {}) });
    free = until + DAY_MS;
  }
  return leaves;
}

/** Lives it on a server that skips time; returns when nothing is left to tell. */
export async function livePersonYear(env: TestWorkflowEnvironment, year: PersonYear): Promise<PersonRecord> {
  const shift = BEGIN - (await env.currentTimeMs());
  const now = async () => (await env.currentTimeMs()) + shift;
  const record: PersonRecord = { digests: [], tellings: [] };
  await withPerson(env, activitiesOf(year, record, shift, now), async (lee) => {
    const words = year.words.map(({ reference, team, at }) => ({
      at,
      act: () => lee.nudge(nudgeOf(reference, { project: team })),
    }));
    const deeds = [...words, ...leaveDeeds(year.leaves, lee, shift)].toSorted((a, b) => a.at - b.at);
    for (const { at, act } of deeds) {
      const left = at - (await now());
      if (left > 0) await env.sleep(left);
      await act();
      await isQuiet(lee);
    }
    await env.sleep(60 * DAY_MS);
  });
  return record;
}

/** Something that somebody does. */
export interface Deed {
  readonly at: number;
  act(): Promise<void>;
}

/**
 * What lee enters and ends, in no order.
 * @param shift what the year's clock is ahead of the server's.
 */
export const leaveDeeds = (leaves: readonly Leave[], lee: ToldPerson, shift: number): Deed[] =>
  leaves.flatMap(({ enteredAt, from, until, endedAt }) => {
    const absence = absenceFrom(-shift, from, until, 'nia');
    const end = () => lee.handle.signal(endAbsenceSignal, { id: absence.id, by: 'lee' });
    return [
      { at: enteredAt, act: () => lee.away(absence) },
      ...(endedAt === undefined ? [] : [{ at: endedAt, act: end }]),
    ];
  });

/** The workflow waits for its next moment, or has nothing left to wait for. */
const isQuiet = (lee: ToldPerson) =>
  eventually(async () => {
    const { events } = await lee.handle.fetchHistory();
    const last = events?.at(-1);
    return Boolean(last?.timerStartedEventAttributes ?? last?.workflowExecutionCompletedEventAttributes);
  });

function activitiesOf(
  { words }: PersonYear,
  record: PersonRecord,
  shift: number,
  now: () => Promise<number>,
): Partial<Activities> {
  const real = createPersonActivities({ readFleet: async () => FLEET } as unknown as PersonDeps);
  const move = (iso: string, by: number) => new Date(Date.parse(iso) + by).toISOString();
  const waiting = new Map(words.map(({ reference, waitsUntil }) => [reference, waitsUntil]));
  return {
    async digestTimes({ project, from }) {
      const { opens, nextDay } = await real.digestTimes({ project, from: move(from, shift) });
      return { opens: move(opens, -shift), nextDay: move(nextDay, -shift) };
    },
    async sendDigest({ nudges }) {
      const at = await now();
      const references = nudges.map(({ reference }) => reference).filter((one) => (waiting.get(one) ?? 0) > at);
      if (references.length > 0) record.digests.push({ at, references });
      return references;
    },
    async tellStaffing({ except }) {
      if (except.length === 0) record.tellings.push(await now());
      return ['BR-told'];
    },
  };
}
