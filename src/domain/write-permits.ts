/*
 * How often Berth may write to GitHub. Permits are counted when they are given; whoever has one writes within its life,
 * so the windows are longer than GitHub's by that much. Pure: the workflow `permits` holds the state.
 */

/** Writes in any minute and any hour, of one account on GitHub. */
export interface WriteLimits {
  readonly perMinute: number;
  readonly perHour: number;
}

/** A permit lapses unused after this long. */
export const PERMIT_LIFE_MS = 10_000;
/** Times are kept in whole seconds, rounded up. */
const GRAIN_MS = 1_000;
/** How long past its time a place in line is kept for whoever does not come back. */
const GRACE_MS = 60_000;
const MINUTE_MS = 60_000 + PERMIT_LIFE_MS;
const HOUR_MS = 3_600_000 + PERMIT_LIFE_MS;

export interface PermitAsk {
  /** Who stands in line: asking again is no second place. */
  readonly who: string;
  /** Of this question; put again, it gets the same permits and no others. */
  readonly call: string;
  /** Permits that are needed at once; more than the limits allow are cut down to them. */
  readonly count: number;
  readonly limits: WriteLimits;
}

/** Permits, or when to ask again and how many permits are owed to others before. */
export type PermitAnswer =
  | { readonly granted: number }
  | { readonly granted: 0; readonly waitMs: number; readonly owed: number };

/** Plain JSON, handed from run to run. Times are milliseconds since 1970. */
export interface PermitState {
  readonly granted: readonly { readonly at: number; readonly count: number }[];
  readonly line: readonly Place[];
  readonly answered: readonly { readonly call: string; readonly at: number; readonly granted: number }[];
}

interface Place {
  readonly who: string;
  readonly count: number;
  /** When it was told to come back. */
  readonly due: number;
}

export const NO_PERMITS: PermitState = { granted: [], line: [], answered: [] };

/** Gives permits in the order of asking, never more than the limits allow. */
export function takePermits(
  before: PermitState,
  ask: PermitAsk,
  time: number,
): { readonly state: PermitState; readonly answer: PermitAnswer } {
  const now = Math.max(time, (before.granted.at(-1)?.at ?? 0) - GRAIN_MS);
  const state = forget(before, now);
  const known = state.answered.find(({ call }) => call === ask.call);
  if (known) return { state, answer: { granted: known.granted } };
  const count = Math.max(1, Math.min(ask.count, ask.limits.perMinute, ask.limits.perHour));
  const at = state.line.findIndex(({ who }) => who === ask.who);
  const ahead = at < 0 ? state.line : state.line.slice(0, at);
  const owed = ahead.reduce((sum, place) => sum + place.count, 0);
  return owed + count <= free(state, ask.limits, now)
    ? grant(state, { ...ask, count }, now)
    : queue(state, { ...ask, count, owed }, now);
}

function forget({ granted, line, answered }: PermitState, now: number): PermitState {
  return {
    granted: granted.filter(({ at }) => at > now - HOUR_MS),
    line: line.filter(({ due }) => due > now - GRACE_MS),
    answered: answered.filter(({ at }) => at > now - PERMIT_LIFE_MS),
  };
}

/** How many permits can be given at once. */
function free({ granted }: PermitState, limits: WriteLimits, now: number): number {
  const since = (start: number) => granted.reduce((sum, { at, count }) => (at > start ? sum + count : sum), 0);
  return Math.min(limits.perMinute - since(now - MINUTE_MS), limits.perHour - since(now - HOUR_MS));
}

type Wanted = Pick<PermitAsk, 'who' | 'call' | 'count'>;

function grant(state: PermitState, { who, call, count }: Wanted, now: number) {
  const at = Math.ceil(now / GRAIN_MS) * GRAIN_MS;
  const last = state.granted.at(-1);
  const granted =
    last?.at === at
      ? [...state.granted.slice(0, -1), { at, count: last.count + count }]
      : [...state.granted, { at, count }];
  const line = state.line.filter((place) => place.who !== who);
  const answered = [...state.answered, { call, at: now, granted: count }];
  return { state: { granted, line, answered }, answer: { granted: count } };
}

function queue(state: PermitState, ask: Wanted & { limits: WriteLimits; owed: number }, now: number) {
  const { who, count, owed, limits } = ask;
  const due = whenFree(state, limits, owed + count, now);
  const place = { who, count, due };
  const stands = state.line.some((other) => other.who === who);
  const line = stands ? state.line.map((other) => (other.who === who ? place : other)) : [...state.line, place];
  return { state: { ...state, line }, answer: { granted: 0, waitMs: Math.max(1, due - now), owed } as const };
}

/** When so many more permits will have been given, if each is given as soon as it may be. */
function whenFree({ granted }: PermitState, { perMinute, perHour }: WriteLimits, wanted: number, now: number): number {
  const times = granted.flatMap(({ at, count }) => Array.from({ length: count }, () => at));
  let time = now;
  for (let i = 0; i < wanted; i++) {
    const minute = times[times.length - perMinute];
    const hour = times[times.length - perHour];
    time = Math.max(time, (minute ?? 0) + (minute ? MINUTE_MS : 0), (hour ?? 0) + (hour ? HOUR_MS : 0));
    times.push(time);
  }
  return time;
}
