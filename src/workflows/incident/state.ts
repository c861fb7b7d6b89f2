import {
  afterRetry,
  type Incident,
  type IncidentMember,
  type RetryOutcome,
  stuckIn,
  withMember,
  withoutMembers,
} from '../../domain/incident.ts';
import type { ActedBy, IncidentOpening, RetryAnswer } from '../messages.ts';

/** Where its message stands in Slack. */
export interface Post {
  readonly channel: string;
  readonly ts: string;
}

/** Somebody has all of it tried again: those whose turn is still to come. */
export interface Round {
  /** The same for one member however often it is told, another in each round. */
  readonly act: string;
  readonly by: ActedBy;
  readonly reason: string;
  readonly left: readonly string[];
}

/** All that one incident's workflow knows. Plain JSON, handed from run to run; times in milliseconds since 1970. */
export interface Board {
  incident: Incident;
  post: Post | null;
  round: Round | null;
  /** How many rounds there were. */
  rounds: number;
  /** True when its message says something else than what is so. */
  isNews: boolean;
  /** True when a member asked that people are reminded, and they are to be. */
  isReminderDue: boolean;
  reminders: number;
  /** The message is not changed before. */
  showFrom: number;
  /** Nobody is reminded before. */
  remindFrom: number;
  /** The next members are not told before. */
  retryFrom: number;
  /** When it is asked next who of them still goes on. */
  lookAt: number;
  /** Since when nobody is in it; null while somebody is. */
  emptySince: number | null;
}

/** People are reminded once a day at most; a little less than a day, for reminders come in working time. */
export const REMIND_EVERY_MS = 20 * 3_600_000;
export const LOOK_EVERY_MS = 3_600_000;

export function newBoard(opening: IncidentOpening, now: number): Board {
  return {
    incident: { ...opening, since: new Date(now).toISOString(), members: [], total: 0, retry: null },
    post: null,
    round: null,
    rounds: 0,
    isNews: false,
    isReminderDue: false,
    reminders: 0,
    showFrom: now,
    remindFrom: now + REMIND_EVERY_MS,
    retryFrom: now,
    lookAt: now + LOOK_EVERY_MS,
    emptySince: now,
  };
}

export function join(board: Board, member: Omit<IncidentMember, 'triedAgain'>): void {
  board.incident = withMember(board.incident, member);
  board.emptySince = null;
  board.isNews = true;
}

export function leave(board: Board, gone: readonly string[], now: number): void {
  const incident = withoutMembers(board.incident, gone);
  if (incident.members.length === board.incident.members.length) return;
  become(board, incident, now);
}

function become(board: Board, incident: Incident, now: number): void {
  board.incident = incident;
  board.isNews = true;
  if (incident.members.length === 0) board.emptySince ??= now;
}

export function askToRemind(board: Board, now: number): void {
  if (now >= board.remindFrom && board.incident.members.length > 0) board.isReminderDue = true;
}

/** Has everybody tried again who is stuck; while that is under way, and afterwards, nobody is told twice. */
export function beginRound(board: Board, { reason, ...by }: ActedBy & { reason: string }, now: number): RetryAnswer {
  const left = board.round ? [] : stuckIn(board.incident);
  const underWay = board.incident.members.length - left.length;
  if (left.length === 0) return { asked: 0, underWay };
  board.rounds += 1;
  const act = `${board.incident.key}:${board.incident.since}:${board.rounds}`;
  board.round = { act, by, reason, left };
  const retry = { by: by.person, reason, at: new Date(now).toISOString(), asked: left.length, taken: 0, refused: 0 };
  become(board, { ...board.incident, retry }, now);
  return { asked: left.length, underWay };
}

/** How many are told at a time. */
const AT_A_TIME = 10;

/** Whose turn it is in a round, and whose later: of those who are still in the incident. */
export function turnsIn(board: Board, round: Round): { now: string[]; later: string[] } {
  const { members } = board.incident;
  const here = round.left.filter((one) => members.some(({ reference }) => reference === one));
  return { now: here.slice(0, AT_A_TIME), later: here.slice(AT_A_TIME) };
}

export const noteRetried = (board: Board, outcome: RetryOutcome, now: number): void =>
  become(board, afterRetry(board.incident, outcome), now);
