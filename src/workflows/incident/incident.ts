/*
 * One incident: the requests that need an operator for one cause. It tells operators by one message and keeps that true, has
 * all of it tried again when one of them says so, and closes itself once everybody has gone on or ended. Its id is its key,
 * so a cause has one incident at a time.
 */
import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import { type IncidentSummary, summaryOf } from '../../domain/incident.ts';
import {
  type IncidentOpening,
  incidentQuery,
  joinIncidentSignal,
  leaveIncidentSignal,
  remindIncidentSignal,
  retryAllUpdate,
} from '../messages.ts';
import { lookAfter, remind, retryNext, show } from './rounds.ts';
import { askToRemind, type Board, beginRound, join, leave, newBoard } from './state.ts';

/**
 * What is repaired may fail again at once: it is over when nobody has been in it for so long. Whoever comes later opens it
 * anew, with a new message.
 */
const LINGERS_MS = 60_000;

/** @param carried what an earlier run left; nothing when it is the first. @returns how it ended. */
export async function incident(opening: IncidentOpening, carried?: Board): Promise<IncidentSummary> {
  const board = carried ? { ...carried } : newBoard(opening, Date.now());
  setHandlers(board);
  while (!(await isOver(board))) {
    if (workflowInfo().continueAsNewSuggested) await goOnAnew(opening, board);
    const at = nextAt(board);
    if (at > Date.now()) await condition(() => nextAt(board) < at, at - Date.now());
    else await work(board);
  }
  return summaryOf(board.incident);
}

function setHandlers(board: Board): void {
  setHandler(incidentQuery, () => board.incident);
  setHandler(joinIncidentSignal, (member) => join(board, member));
  setHandler(leaveIncidentSignal, (reference) => leave(board, [reference], Date.now()));
  setHandler(remindIncidentSignal, () => askToRemind(board, Date.now()));
  setHandler(retryAllUpdate, (asked) => beginRound(board, asked, Date.now()));
}

async function goOnAnew(opening: IncidentOpening, board: Board): Promise<void> {
  await condition(allHandlersFinished);
  await continueAsNew<typeof incident>(opening, board);
}

const NEVER = Number.POSITIVE_INFINITY;

/** When there is something to do next. */
function nextAt({ round, retryFrom, isNews, showFrom, isReminderDue, emptySince, lookAt }: Board): number {
  return Math.min(
    round ? retryFrom : NEVER,
    isReminderDue ? 0 : NEVER,
    isNews ? showFrom : NEVER,
    emptySince === null || round ? NEVER : emptySince + LINGERS_MS,
    lookAt,
  );
}

async function work(board: Board): Promise<void> {
  const now = Date.now();
  if (board.round && board.retryFrom <= now) await retryNext(board, board.round);
  else if (board.isReminderDue) await remind(board);
  else if (board.isNews && board.showFrom <= now) await show(board);
  else if (board.lookAt <= now) await lookAfter(board);
}

/** Says so in its message; somebody who joins meanwhile keeps it open. */
async function isOver(board: Board): Promise<boolean> {
  if (!hasLingered(board)) return false;
  await show(board, { isOver: true });
  await condition(allHandlersFinished);
  return hasLingered(board);
}

const hasLingered = ({ emptySince, round }: Board): boolean =>
  emptySince !== null && round === null && emptySince + LINGERS_MS <= Date.now();
