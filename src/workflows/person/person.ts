/*
 * One person, while there is anything to keep about them: when they are away and who stands in, and what waits for them.
 * They are reminded by one mail a day at most.
 */
import { condition, makeContinueAsNewFunc, setHandler, workflowInfo } from '@temporalio/workflow';
import { withNudge } from '../../domain/digest.ts';
import { enterIntoRecord } from '../audit.ts';
import { ABSENCES_MEMO, absenceSignal, endAbsenceSignal, nudgeSignal } from '../messages.ts';
import { remind } from './reminding.ts';
import { shownOf, showPerson } from './show.ts';
import { tellRequests } from './staffing.ts';
import { entersAbsence, forgetsOver, NOTHING_KEPT, nextMoment, type PersonState } from './state.ts';
import { takeIn } from './taking-in.ts';

/**
 * @param id in the directory.
 * @param carried what an earlier run left; nothing when it is the first.
 */
export async function person(id: string, carried: Partial<PersonState> = {}): Promise<void> {
  const state: PersonState = { ...NOTHING_KEPT, ...carried };
  let isNews = true;
  const become = (change: Partial<PersonState>) => {
    Object.assign(state, change);
    // Whoever reads what is shown needs no worker, and no worker is waited for here.
    showPerson(id, state);
    isNews = true;
  };
  setHandler(absenceSignal, (absence) => become(entersAbsence(state, absence)));
  setHandler(endAbsenceSignal, (end) => become({ heard: [...state.heard, { ends: end }] }));
  setHandler(nudgeSignal, (nudge) => become({ nudges: withNudge(state.nudges, nudge) }));
  while (!workflowInfo().continueAsNewSuggested) {
    isNews = false;
    await takeIn(id, state);
    Object.assign(state, forgetsOver(state, Date.now()));
    showPerson(id, state);
    await record(state);
    await tellRequests(id, state);
    // Who has just said that they are away is not reminded before that was looked at.
    if (state.heard.length === 0) await remind(id, state);
    if (isNews) continue;
    const next = nextMoment(state);
    if (next === undefined) return;
    await condition(() => isNews || workflowInfo().continueAsNewSuggested, Math.max(1, next - Date.now()));
  }
  // Another run begins with the memo of its first one otherwise.
  const goOn = makeContinueAsNewFunc<typeof person>({ memo: { [ABSENCES_MEMO]: shownOf(state) } });
  await goOn(id, state);
}

async function record(state: PersonState): Promise<void> {
  const facts = state.unrecorded;
  if (facts.length === 0) return;
  await enterIntoRecord(facts);
  state.unrecorded = state.unrecorded.slice(facts.length);
}
