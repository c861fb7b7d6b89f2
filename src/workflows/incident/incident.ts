/*
 * One incident: the requests that need an operator for one cause. It tells operators by one message and keeps that true, has
 * all of it tried again when one of them says so, and closes itself once everybody has gone on or ended. Its id is its key,
 * so a cause has one incident at a time.
 */
import { allHandlersFinished, condition, makeContinueAsNewFunc, setHandler, workflowInfo } from '@temporalio/workflow';
import { type IncidentSummary, summaryOf } from '../../domain/incident.ts';
import {
  INCIDENT_MEMO,
  type IncidentOpening,
  incidentQuery,
  joinIncidentSignal,
  leaveIncidentSignal,
  remindIncidentSignal,
  retryAllUpdate,
  triedIncidentSignal,
} from '../messages.ts';
import { newPace, type Pace } from './pace.ts';
import { lookAfter, remind, retryNext, show } from './rounds.ts';
import { type Board, beginRound, isEmpty, join, leave, newBoard, tried } from './state.ts';

/**
 * What is repaired may fail again at once: it is over when nobody has been in it for so long. Whoever comes later opens it
 * anew, with a new message.
 */
const LINGERS_MS = 60_000;

/** @param carried what an earlier run left; nothing when it is the first. @returns how it ended. */
export async function incident(opening: IncidentOpening, carried?: Board): Promise<IncidentSummary> {
  const board = carried ? { ...carried } : newBoard(opening, Date.now());
  const pace = newPace();
  setHandlers(board, pace);
  while (!(await isOver(board, pace))) {
    if (workflowInfo().continueAsNewSuggested) await goOnAnew(opening, board);
    const isLong = () => workflowInfo().continueAsNewSuggested;
    await condition(() => workFor(board, pace) !== null || isEmpty(board) || isLong());
    await workFor(board, pace)?.();
  }
  return summaryOf(board.incident);
}

function setHandlers(board: Board, pace: Pace): void {
  setHandler(incidentQuery, () => board.incident);
  setHandler(joinIncidentSignal, (member) => join(board, member));
  setHandler(triedIncidentSignal, (member) => tried(board, member));
  setHandler(leaveIncidentSignal, (reference) => leave(board, [reference]));
  setHandler(remindIncidentSignal, () => {
    if (pace.mayRemind && !isEmpty(board)) board.isReminderDue = true;
  });
  setHandler(retryAllUpdate, (asked) => beginRound(board, asked, Date.now()));
}

async function goOnAnew(opening: IncidentOpening, board: Board): Promise<void> {
  await condition(allHandlersFinished);
  // Another run begins without a memo otherwise, and shows none before there is news.
  const goOn = makeContinueAsNewFunc<typeof incident>({ memo: { [INCIDENT_MEMO]: summaryOf(board.incident) } });
  await goOn(opening, board);
}

/** What is to be done next; null when there is nothing. */
function workFor(board: Board, pace: Pace): (() => Promise<void>) | null {
  const { round } = board;
  if (board.isNews && pace.mayShow) return () => show(board, pace);
  if (round) return () => retryNext(board, round);
  if (board.isReminderDue) return () => remind(board, pace);
  if (pace.isLookDue) return () => lookAfter(board, pace);
  return null;
}

/** Says so in its message; somebody who joins meanwhile keeps it open. */
async function isOver(board: Board, pace: Pace): Promise<boolean> {
  if (!isEmpty(board)) return false;
  if (await condition(() => !isEmpty(board), LINGERS_MS)) return false;
  await show(board, pace, { isOver: true });
  await condition(allHandlersFinished);
  return isEmpty(board);
}
