/* When somebody goes away or comes back, the requests that wait for them look anew at who can act. */
import { openAbsence } from '../../domain/absence.ts';
import { people } from '../gateways.ts';
import type { PersonState, Telling } from './state.ts';

/** The list by which requests are found lags behind: one that began to wait a moment ago is told this much later. */
const LAG_MS = 60_000;

/** Tells the requests what they have not been told. */
export async function tellRequests(id: string, state: PersonState): Promise<void> {
  const open = openAbsence(state.absences, Date.now()) ?? null;
  if (open?.id !== state.toldOf?.id) {
    const standIns = [open, state.toldOf].flatMap((absence) => absence?.delegate ?? []);
    const telling = { at: Date.now(), people: [id, ...standIns], told: null };
    state.toldOf = open;
    state.tellings = [...state.tellings, telling];
  }
  const due = state.tellings.filter(({ at }) => at <= Date.now());
  for (const telling of due) await tell(state, telling);
}

async function tell(state: PersonState, telling: Telling): Promise<void> {
  const told = await people.tellStaffing({ people: telling.people, except: telling.told ?? [] });
  const again = telling.told === null ? [{ ...telling, at: Date.now() + LAG_MS, told }] : [];
  state.tellings = [...state.tellings.filter((one) => one !== telling), ...again];
}
