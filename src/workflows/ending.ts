import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { ledgerEntry } from '../domain/ledger.ts';
import { stands } from '../domain/status.ts';
import { audit } from './audit.ts';
import { failureOf } from './failure-of.ts';
import { repository } from './gateways.ts';
import { handOverWhatStands } from './hand-over.ts';
import { leaveIncident, warn } from './incidents.ts';
import { patiently, pauseBeforeRetry } from './insist.ts';
import { type Lifecycle, RequestEnded } from './lifecycle.ts';
import { announce, beside, mail, mayAnswer } from './notify.ts';
import { closeQuestion } from './question.ts';
import { findStanding } from './standing.ts';
import { publish, publishWhole, stepEnded, transition } from './transitions.ts';

/**
 * Ends a request that does not become ready: takes back what may be taken back, and says so.
 * @throws the cancellation again, after undoing; anything that is a bug at once, so that the task waits for its fix.
 */
export async function endRequest(life: Lifecycle, error: unknown): Promise<void> {
  const cancelled = isCancellation(error);
  if (!cancelled && !(error instanceof RequestEnded)) throw error;
  const ending = cancelled ? new RequestEnded('undone', 'The workflow was cancelled') : (error as RequestEnded);
  if (cancelled) audit(life, { kind: 'act', by: 'berth', what: ending.message, facts: { act: 'cancel-workflow' } });
  await CancellationScope.nonCancellable(() => takeBack(life, ending));
  if (!cancelled) return;
  await closeBooks(life);
  throw error;
}

async function takeBack(life: Lifecycle, ending: RequestEnded): Promise<void> {
  stepEnded(life, life.status.step, 'failed', ending.message);
  transition(life, { phase: 'undoing', waitingOn: null, task: null, failure: null });
  leaveIncident(life);
  publish(life);
  await mirrorRefusal(life, ending);
  const undo = await undoWhatMayBe(life);
  const kept = life.status.placements.some(stands);
  if (kept) undo.left.push(...(await handOverWhatStands(life)));
  const said = undo.undone.join(', ') || (kept ? 'nothing, for some of it is ready' : 'nothing had been made');
  transition(life, { undo, phase: kept ? 'partially-ready' : ending.phase }, `Undone: ${said}`);
  if (undo.left.length > 0)
    beside(life, announce(life, 'left-behind', `${life.input.reference} left behind: ${undo.left.join('; ')}`));
  closeQuestion(life, ending.message);
  const facts = { outcome: life.status.phase, reason: ending.message, undone: undo.undone, left: undo.left };
  if (mayAnswer(life)) beside(life, mail(life, 'closed', life.status.requester, facts));
}

async function undoWhatMayBe(life: Lifecycle): Promise<{ undone: string[]; left: string[] }> {
  const standing = await findStanding(life);
  if (standing.length === 0) return life.undo.unwind();
  life.undo.seal();
  return { undone: [], left: standing };
}

/** The pull request shows why it ends; a failure to say so is no reason to stop undoing. */
async function mirrorRefusal(life: Lifecycle, ending: RequestEnded): Promise<void> {
  const { pullRequest, mergeSha } = life.status;
  if (!pullRequest || mergeSha) return;
  const { number, headSha } = pullRequest;
  try {
    await repository.mirrorApproval({ number, headSha, state: 'failure', description: ending.message.slice(0, 140) });
  } catch (error) {
    transition(life, {}, `The status check could not be set: ${failureOf(error).message}`);
  }
}

/** Follow-ups are awaited and the ledger gets its entry, without which no request ends, cancelled or not. */
export function closeBooks(life: Lifecycle): Promise<void> {
  return CancellationScope.nonCancellable(async () => {
    leaveIncident(life);
    publish(life);
    await Promise.all(life.followUps);
    await enterIntoLedger(life);
    await Promise.all(life.followUps);
    publishWhole(life);
  });
}

const LEDGER_PAUSE_SECONDS = 3600;

/** Temporal forgets a closed request, so it stays open until Git has it. Operators hear of that once. */
async function enterIntoLedger(life: Lifecycle): Promise<void> {
  const { reference } = life.input;
  // Made once: pauses change the status.
  const entry = ledgerEntry(life.status, life.input);
  for (let round = 0; ; round++) {
    try {
      await patiently(life, 'GitHub', () => repository.writeLedger({ entry }));
      return leaveIncident(life);
    } catch (error) {
      const failure = failureOf(error);
      const text = `${reference} is ${entry.outcome}, but cannot be written into the ledger: ${failure.message}`;
      const due = new Date(Date.now() + LEDGER_PAUSE_SECONDS * 1000).toISOString();
      if (round === 0) warn(life, { failure, system: 'GitHub', due, what: 'books-not-closed', text });
      await pauseBeforeRetry(life, 'GitHub', failure, LEDGER_PAUSE_SECONDS);
    }
  }
}
