/* Who may write to GitHub now: one workflow for each account, which all workers ask. */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { NO_PERMITS, type PermitState, takePermits } from '../domain/write-permits.ts';
import { takePermitsUpdate } from './messages.ts';

/** Temporal takes two thousand updates a run. */
const MOST_ASKS = 1_000;

/** @param carried what an earlier run left; nothing when it is the first. */
export async function permits(carried: PermitState = NO_PERMITS): Promise<void> {
  let state = carried;
  let asked = 0;
  setHandler(takePermitsUpdate, (ask) => {
    const told = takePermits(state, ask, Date.now());
    state = told.state;
    asked += 1;
    setCurrentDetails(`${state.line.length} wait to write to GitHub`);
    return told.answer;
  });
  await condition(() => asked >= MOST_ASKS || workflowInfo().continueAsNewSuggested);
  await condition(allHandlersFinished);
  await continueAsNew<typeof permits>(state);
}
