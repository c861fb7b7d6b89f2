/* Plays the requests of a year on a server that skips time: when each is raised, what its people do, what is told when. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities, MailOrder } from '../../src/activities/contracts.ts';
import { createIntakeActivities, type IntakeDeps } from '../../src/activities/intake.ts';
import { withDelegates } from '../../src/domain/seats.ts';
import { staffingChangedSignal } from '../../src/workflows/messages.ts';
import { type Played, startBeside, withRequest } from './lifecycle.ts';
import { confirmAccounts, say } from './lifecycle-moves.ts';
import { personOf } from './person.ts';
import { assessmentOf, stageOf } from './scripted-activities.ts';
import { type Deed, type Leave, leaveAt, leaveDeeds } from './year-person.ts';
import { FLEET, isWaited, TEAMS, WAITS, type Waited, YEAR } from './year-teams.ts';

const DAY_MS = 86_400_000;
const BEGIN = Date.UTC(YEAR - 1, 11, 20);

/** A request of the year: nobody confirms the accounts, nobody decides, or somebody rejects so long after. */
export interface Planned {
  readonly team: string;
  readonly raisedAt: number;
  readonly story: 'no accounts' | 'no decision' | { readonly rejectedAfterMs: number };
}

/** When Berth asked for the times of a wait. */
export interface Asked {
  readonly kind: Waited;
  readonly team: string;
  /** When the wait began. */
  readonly from: number;
}

/** Something that somebody was told, or the end. */
export interface Told {
  readonly reference: string;
  readonly what: 'reminder' | 'stand-in reminded' | 'others told' | 'team asked' | 'expired' | 'rejected';
  readonly at: number;
}

/** A request of the year and what came of it; all by that year's clock. */
export interface Lived {
  readonly planned: Planned;
  readonly reference: string;
  /** What was waited for first that nobody did at once, and since when. */
  readonly kind: Waited;
  readonly since: number;
  /** When somebody rejected it. */
  rejectedAt?: number;
}

export interface YearRecord {
  readonly lived: readonly Lived[];
  readonly told: readonly Told[];
  readonly asked: readonly Asked[];
}

/** Raised so that clocks change, or holidays come, while they wait; all of them to their end. */
const SPECIAL: readonly (readonly [team: string, date: string])[] = [
  ['office', '2027-03-25'],
  ['office', '2027-10-28'],
  ['overseas', '2027-03-11'],
  ['overseas', '2027-11-04'],
  ['night', '2027-03-26'],
  ['night', '2027-03-27'],
  ['night', '2027-10-29'],
  ['night', '2027-10-30'],
  ['office', '2027-12-23'],
  ['overseas', '2027-12-23'],
];

/** Requests spread over the year. */
export function planYear(count: number, random: () => number): Planned[] {
  const planned = Array.from({ length: count }, (_, n): Planned => {
    const [team = Object.keys(TEAMS)[n % 3] ?? '', date] = SPECIAL[n] ?? [];
    if (date) return { team, raisedAt: Date.parse(date) + random() * DAY_MS, story: 'no decision' };
    const raisedAt = Date.UTC(YEAR, 0, 1) + random() * 360 * DAY_MS;
    const pick = Math.floor(random() * 4);
    const story = pick === 0 ? 'no accounts' : pick === 1 ? { rejectedAfterMs: random() * 6 * DAY_MS } : 'no decision';
    return { team, raisedAt, story };
  });
  return planned.toSorted((a, b) => a.raisedAt - b.raisedAt);
}

/**
 * Plays the requests, each in its time; returns once all have ended.
 * @param leaves of lee, who leads every team; nia stands in.
 */
export async function playYear(
  env: TestWorkflowEnvironment,
  planned: readonly Planned[],
  leaves: readonly Leave[],
): Promise<YearRecord> {
  const world = await startWorld(env, leaves);
  const [first, ...others] = planned;
  if (!first) throw new Error('a year without requests');
  await world.until(first.raisedAt);
  await withRequest(env, { activities: world.activities, draft: draftOf(first) }, async (request) => {
    world.deeds.push(...leaveDeeds(leaves, personOf(env, request.taskQueue), world.shift));
    await open(world, first, request);
    for (const one of others) {
      await actUntil(world, one.raisedAt);
      await world.until(one.raisedAt);
      await open(world, one, await startBeside(env, request, { draft: draftOf(one) }));
    }
    await actUntil(world, Number.POSITIVE_INFINITY);
    for (const { handle } of world.played.values()) await handle.result();
    // Lee's workflow ends with the last leave: the worker has it to itself.
    await world.until(Math.max(...leaves.map(({ until }) => until)) + DAY_MS);
  });
  return world.record;
}

const draftOf = ({ team }: Planned) => ({ project: team, title: team });

/** Where people act at once, they do so before the clock goes on. */
async function open(world: World, planned: Planned, request: Played): Promise<void> {
  const kind = planned.story === 'no accounts' ? 'accounts' : 'approval';
  if (kind === 'approval') await confirmAccounts(request);
  const status = await request.until(
    ({ waitingOn, task, step }) =>
      waitingOn?.kind === 'person' && (kind === 'accounts' ? task?.id === kind : step === 'APPROVAL_WORKFLOW'),
  );
  const since = Date.parse(status.waitingOn?.since ?? '') + world.shift;
  world.played.set(request.reference, request);
  const lived: Lived = { planned, reference: request.reference, kind, since };
  world.record.lived.push(lived);
  const { story } = planned;
  if (typeof story !== 'string')
    world.deeds.push({ at: since + story.rejectedAfterMs, act: () => rejectNow(world, lived) });
}

/** People do what they do before a moment, in order. */
async function actUntil(world: World, before: number): Promise<void> {
  const due = world.deeds.filter(({ at }) => at < before).toSorted((a, b) => a.at - b.at);
  world.deeds = world.deeds.filter((deed) => !due.includes(deed));
  for (const { at, act } of due) {
    await world.until(at);
    await act();
  }
}

/** Unless it has ended by then. */
async function rejectNow(world: World, lived: Lived): Promise<void> {
  const request = world.played.get(lived.reference);
  if (!request || (await request.handle.describe()).status.name !== 'RUNNING') return;
  lived.rejectedAt = await world.now();
  await say(request, 'reject');
  await request.until(({ phase }) => phase === 'rejected');
}

interface World {
  readonly activities: Partial<Activities>;
  /** By reference. */
  readonly played: Map<string, Played>;
  /** What people are still to do. */
  deeds: Deed[];
  readonly record: { lived: Lived[]; told: Told[]; asked: Asked[] };
  /** What the year's clock is ahead of the server's. */
  readonly shift: number;
  now(): Promise<number>;
  /** Lets time pass; none when that moment is over. */
  until(at: number): Promise<void>;
}

/** A world whose clock shows the year, whatever the server's own shows. */
async function startWorld(env: TestWorkflowEnvironment, leaves: readonly Leave[]): Promise<World> {
  const shift = BEGIN - (await env.currentTimeMs());
  const now = async () => (await env.currentTimeMs()) + shift;
  const record: World['record'] = { lived: [], told: [], asked: [] };
  const tell = async (reference: string, what: Told['what']) => {
    record.told.push({ reference, what, at: await now() });
  };
  const played = new Map<string, Played>();
  return {
    now,
    shift,
    record,
    played,
    deeds: [],
    activities: { ...timed(shift, record.asked), ...listening(tell), ...staffed(played, leaves, now) },
    until: async (at) => {
      const left = at - (await now());
      if (left > 0) await env.sleep(left);
    },
  };
}

/** The worker's own arithmetic, in the time of that world. */
function timed(shift: number, asked: Asked[]): Partial<Activities> {
  const deps = { config: { waits: WAITS }, readFleet: async () => FLEET } as unknown as IntakeDeps;
  const real = createIntakeActivities(deps);
  const move = (iso: string, by: number) => new Date(Date.parse(iso) + by).toISOString();
  return {
    async dueTimes({ from, kind, ...wait }) {
      if (!isWaited(kind)) return { reminders: [], deadline: move(from, 3_600_000) };
      asked.push({ kind, team: wait.project ?? '', from: Date.parse(from) + shift });
      const { reminders, deadline, rungs = [] } = await real.dueTimes({ ...wait, kind, from: move(from, shift) });
      return {
        reminders: reminders.map((at) => move(at, -shift)),
        deadline: move(deadline, -shift),
        rungs: rungs.map((rung) => ({ ...rung, at: move(rung.at, -shift) })),
      };
    },
  };
}

/** One leads every team; while they are away somebody stands in, and requests hear of it from their workflow. */
function staffed(
  played: ReadonlyMap<string, Played>,
  leaves: readonly Leave[],
  now: () => Promise<number>,
): Partial<Activities> {
  const stages = async () => {
    const leave = leaveAt(leaves, await now());
    const until = new Date(leave?.until ?? 0).toISOString();
    const stage = stageOf('lead', ['lee'], { mayDelegate: true });
    return [withDelegates(stage, leave ? [{ person: 'nia', for: 'lee', until }] : [])];
  };
  return {
    assessChange: async () => assessmentOf(await stages()),
    findDelegates: stages,
    async tellStaffing() {
      const told = [...played.values()].map(({ handle }) =>
        handle.signal(staffingChangedSignal).catch(() => undefined),
      );
      await Promise.all(told);
      return [...played.keys()];
    },
  };
}

function listening(tell: (reference: string, what: Told['what']) => Promise<void>): Partial<Activities> {
  return {
    async nudge({ person, nudge }) {
      await tell(nudge.reference, person === 'nia' ? 'stand-in reminded' : 'reminder');
    },
    async sendMail({ reference, what, data }: MailOrder) {
      if (what === 'closed') await tell(reference, data['outcome'] === 'rejected' ? 'rejected' : 'expired');
    },
    async announceInSlack({ reference, what }) {
      if (what.startsWith('reminder-')) await tell(reference, 'reminder');
      if (what === 'escalation-accounts') await tell(reference, 'team asked');
      else if (what.startsWith('escalation-')) await tell(reference, 'others told');
      return [];
    },
  };
}
