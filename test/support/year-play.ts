/* Plays the requests of a year on a server that skips time: when each is raised, what its people do, what is told when. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities, MailOrder } from '../../src/activities/contracts.ts';
import { createIntakeActivities, type IntakeDeps } from '../../src/activities/intake.ts';
import { type Played, startBeside, withRequest } from './lifecycle.ts';
import { confirmAccounts, say } from './lifecycle-moves.ts';
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
  readonly what: 'reminder' | 'others told' | 'team asked' | 'expired' | 'rejected';
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

/** Plays the requests, each in its time; returns once all have ended. */
export async function playYear(env: TestWorkflowEnvironment, planned: readonly Planned[]): Promise<YearRecord> {
  const world = await startWorld(env);
  const [first, ...others] = planned;
  if (!first) throw new Error('a year without requests');
  await world.until(first.raisedAt);
  await withRequest(env, { activities: world.activities, draft: draftOf(first) }, async (request) => {
    await open(world, first, request);
    for (const one of others) {
      await rejectUntil(world, one.raisedAt);
      await world.until(one.raisedAt);
      await open(world, one, await startBeside(env, request, { draft: draftOf(one) }));
    }
    await rejectUntil(world, Number.POSITIVE_INFINITY);
    for (const { handle } of world.played.values()) await handle.result();
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
  world.record.lived.push({ planned, reference: request.reference, kind, since });
}

/** Rejects what is to be rejected before a moment, unless it has ended by then. */
async function rejectUntil(world: World, before: number): Promise<void> {
  const due = world.record.lived
    .map((lived) => ({ lived, at: rejectionOf(lived) }))
    .filter(({ lived, at }) => at < before && !world.visited.has(lived.reference))
    .toSorted((a, b) => a.at - b.at);
  for (const { lived, at } of due) {
    await world.until(at);
    await rejectNow(world, lived);
  }
}

const rejectionOf = ({ planned: { story }, since }: Lived) =>
  typeof story === 'string' ? Number.POSITIVE_INFINITY : since + story.rejectedAfterMs;

async function rejectNow(world: World, lived: Lived): Promise<void> {
  world.visited.add(lived.reference);
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
  /** References of requests that somebody has come to reject. */
  readonly visited: Set<string>;
  readonly record: { lived: Lived[]; told: Told[]; asked: Asked[] };
  /** What the year's clock is ahead of the server's. */
  readonly shift: number;
  now(): Promise<number>;
  /** Lets time pass; none when that moment is over. */
  until(at: number): Promise<void>;
}

/** A world whose clock shows the year, whatever the server's own shows. */
async function startWorld(env: TestWorkflowEnvironment): Promise<World> {
  const shift = BEGIN - (await env.currentTimeMs());
  const now = async () => (await env.currentTimeMs()) + shift;
  const record: World['record'] = { lived: [], told: [], asked: [] };
  const tell = async (reference: string, what: Told['what']) => {
    record.told.push({ reference, what, at: await now() });
  };
  return {
    now,
    shift,
    record,
    played: new Map(),
    visited: new Set(),
    activities: { ...timed(shift, record.asked), ...listening(tell) },
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

function listening(tell: (reference: string, what: Told['what']) => Promise<void>): Partial<Activities> {
  return {
    async nudge({ nudge }) {
      await tell(nudge.reference, 'reminder');
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
