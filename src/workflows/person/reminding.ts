/* Reminders of one person: one mail a day at most, with everything that waits for them at that moment. */
import type { Nudge } from '../../domain/digest.ts';
import { DAY_MS } from '../../domain/duration.ts';
import { failureOf } from '../failure-of.ts';
import { digests } from '../gateways.ts';
import { deliveryFailedSignal } from '../messages.ts';
import { tellRequest } from '../tell-request.ts';
import { isAway, type PersonState } from './state.ts';

/** Sends what is due: nothing while the person is away, and after one has gone out nothing before the next working day. */
export async function remind(id: string, state: PersonState): Promise<void> {
  const { nudges, wasAway } = state;
  state.wasAway = isAway(state) || (wasAway && nudges.length > 0);
  if (isAway(state) || nudges.length === 0 || Date.parse(state.quietUntil ?? '') > Date.now()) return;
  const at = new Date().toISOString();
  const { opens, nextDay } = await timesOf(nudges, at);
  state.wasAway = false;
  if (wasAway && opens > at) {
    state.quietUntil = opens;
    return;
  }
  // Who is nudged meanwhile is reminded the next day.
  state.nudges = state.nudges.filter((nudge) => !nudges.includes(nudge));
  state.quietUntil = (await send(id, nudges, at)) ? nextDay : null;
}

/** By the calendar of who nudged last. One that cannot be used is mended elsewhere: until then a day is a day. */
async function timesOf(nudges: readonly Nudge[], from: string): Promise<{ opens: string; nextDay: string }> {
  try {
    return await digests.digestTimes({ project: nudges.at(-1)?.project ?? '', from });
  } catch (error) {
    failureOf(error);
    return { opens: from, nextDay: new Date(Date.parse(from) + DAY_MS).toISOString() };
  }
}

/** False when nothing waits any more. */
async function send(id: string, nudges: readonly Nudge[], at: string): Promise<boolean> {
  try {
    return (await digests.sendDigest({ person: id, nudges, at })).length > 0;
  } catch (error) {
    const { message } = failureOf(error);
    const undelivered = { what: 'reminder', to: id, reason: message };
    await Promise.all(nudges.map(({ reference }) => tellRequest(reference, deliveryFailedSignal, undelivered)));
    return true;
  }
}
