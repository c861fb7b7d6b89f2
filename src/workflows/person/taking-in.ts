/* What was signalled about absences, in its order. One without proof is none: it would keep reminders from its person. */
import { people } from '../gateways.ts';
import { beginsAbsence, endsAbsence, enteredIn, type PersonState, refusesAbsence } from './state.ts';

/** Takes in what has come until now. */
export async function takeIn(id: string, state: PersonState): Promise<void> {
  const { heard } = state;
  const entered = enteredIn(heard);
  const proven = entered.length > 0 ? await people.areProven({ person: id, absences: entered }) : [];
  const held = new Set(entered.filter((_, n) => proven[n]));
  for (const word of heard) {
    if ('ends' in word) Object.assign(state, endsAbsence(id, state, word.ends));
    else if (held.has(word.begins)) Object.assign(state, beginsAbsence(id, state, word.begins));
    else Object.assign(state, refusesAbsence(id, state, word.begins));
  }
  // More may have come meanwhile.
  state.heard = state.heard.slice(heard.length);
}
