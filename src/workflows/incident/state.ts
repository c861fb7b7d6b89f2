import {
  afterRetry,
  type Incident,
  type IncidentMember,
  type RetryOutcome,
  stuckIn,
  withMember,
  withoutMembers,
  withTried,
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

/** All that one incident's workflow knows. Plain JSON, handed from run to run. */
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
}

export function newBoard(opening: IncidentOpening, now: number): Board {
  return {
    incident: { ...opening, since: new Date(now).toISOString(), members: [], total: 0, retry: null },
    post: null,
    round: null,
    rounds: 0,
    isNews: false,
    isReminderDue: false,
    reminders: 0,
  };
}

export function join(board: Board, member: Omit<IncidentMember, 'triedAgain'>): void {
  become(board, withMember(board.incident, member));
}

export function leave(board: Board, gone: readonly string[]): void {
  const incident = withoutMembers(board.incident, gone);
  if (incident.members.length < board.incident.members.length) become(board, incident);
}

/** Unless it has failed again since it was told. */
export function tried(board: Board, { reference, since }: Pick<IncidentMember, 'reference' | 'since'>): void {
  const isSame = (one: IncidentMember) => one.reference === reference && one.since === since;
  if (board.incident.members.some(isSame)) noteTried(board, [reference], true);
}

function become(board: Board, incident: Incident): void {
  board.incident = incident;
  board.isNews = true;
}

/** Nobody is in it, and nobody is being tried again. */
export const isEmpty = ({ incident, round }: Board): boolean => incident.members.length === 0 && round === null;

/** Has everybody tried again who is stuck; while that is under way, and afterwards, nobody is told twice. */
export function beginRound(board: Board, { reason, ...by }: ActedBy & { reason: string }, now: number): RetryAnswer {
  const left = board.round ? [] : stuckIn(board.incident);
  const underWay = board.incident.members.length - left.length;
  if (left.length === 0) return { asked: 0, underWay };
  board.rounds += 1;
  const act = `${board.incident.key}:${board.incident.since}:${board.rounds}`;
  board.round = { act, by, reason, left };
  const retry = { by: by.person, reason, at: new Date(now).toISOString(), asked: left.length, taken: 0, refused: 0 };
  become(board, { ...board.incident, retry });
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

export const noteTried = (board: Board, references: readonly string[], triedAgain: boolean): void =>
  become(board, withTried(board.incident, references, triedAgain));

export const noteRetried = (board: Board, outcome: RetryOutcome): void =>
  become(board, afterRetry(board.incident, outcome));
