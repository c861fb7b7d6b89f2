/* What an incident does, one thing after the other. What fails is done again later: none of it may stop it. */
import { isCancellation, setCurrentDetails, sleep, upsertMemo } from '@temporalio/workflow';
import { summaryOf } from '../../domain/incident.ts';
import { describeRetry, type IncidentNews, incidentLine, newsOf } from '../../domain/incident-text.ts';
import { failureOf } from '../failure-of.ts';
import { books, incidentMessages, incidentRepairs } from '../gateways.ts';
import { INCIDENT_MEMO } from '../messages.ts';
import { after, LOOK_EVERY_MS, type Pace, REMIND_EVERY_MS, SHOW_EVERY_MS } from './pace.ts';
import { type Board, leave, noteRetried, noteTried, type Round, turnsIn } from './state.ts';

/** While Slack cannot be reached. */
const SHOW_AGAIN_MS = 300_000;

/** Brings its message up to date: posts it first, then changes it. */
export async function show(board: Board, pace: Pace, { isOver = false } = {}): Promise<void> {
  const news = newsOf(board.incident, isOver);
  board.isNews = false;
  pace.mayShow = false;
  let pause = SHOW_EVERY_MS;
  upsertMemo({ [INCIDENT_MEMO]: summaryOf(board.incident) });
  try {
    board.post = await incidentMessages.showIncident({ news, post: board.post });
    describe(news);
  } catch (error) {
    if (isCancellation(error)) throw error;
    board.isNews = true;
    pause = SHOW_AGAIN_MS;
    describe(news, `Slack could not be told: ${failureOf(error).message}`);
  }
  after(pause, () => void (pace.mayShow = true));
}

function describe(news: IncidentNews, ...notes: readonly string[]): void {
  const { retry, references } = news;
  const lines = [
    `**${incidentLine(news)}**`,
    ...(retry ? [describeRetry(retry)] : []),
    references.join(', '),
    ...notes,
  ];
  setCurrentDetails(lines.filter((line) => line !== '').join('\n\n'));
}

/** Tells operators once more. */
export async function remind(board: Board, pace: Pace): Promise<void> {
  board.isReminderDue = false;
  pace.mayRemind = false;
  after(REMIND_EVERY_MS, () => void (pace.mayRemind = true));
  board.reminders += 1;
  const order = { news: newsOf(board.incident), number: board.reminders };
  await orLater(() => incidentMessages.remindOfIncident(order));
}

/** Between those who are told together and the next: what was mended is not to be overrun. */
const PAUSE_MS = 1_000;

/** Has the next members of the round tried again; it goes on until they have answered, so that nobody begins another. */
export async function retryNext(board: Board, round: Round): Promise<void> {
  const { now, later } = turnsIn(board, round);
  if (now.length > 0) await retry(board, round, now);
  board.round = later.length > 0 ? { ...round, left: later } : null;
  if (board.round) await sleep(PAUSE_MS);
}

/** Noted before they are told: who fails again at once says so before the answer is here. */
async function retry(board: Board, { act, by, reason }: Round, references: readonly string[]): Promise<void> {
  const { key } = board.incident;
  noteTried(board, references, true);
  const isTold = await orLater(async () => {
    noteRetried(board, await incidentRepairs.retryMembers({ key, act, by, reason, references }));
  });
  if (!isTold) noteTried(board, references, false);
}

/** Whoever has ended without a word is in it no more. */
export async function lookAfter(board: Board, pace: Pace): Promise<void> {
  pace.isLookDue = false;
  after(LOOK_EVERY_MS, () => void (pace.isLookDue = true));
  const references = board.incident.members.map(({ reference }) => reference);
  if (references.length === 0) return;
  await orLater(async () => {
    const goOn = await books.whoGoesOn({ references });
    const gone = references.filter((reference) => !goOn.includes(reference));
    leave(board, gone);
  });
}

/** A failure leaves things as they were: members stay stuck, and somebody can say it again. False when it failed. */
async function orLater(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    setCurrentDetails(failureOf(error).message);
    return false;
  }
}
