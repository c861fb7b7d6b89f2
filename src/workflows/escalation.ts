/* When nobody acts for long, others are told who is missing and what helps. They see the request, and decide nothing. */
import { isCancellation } from '@temporalio/workflow';
import { readableTime } from '../domain/readable-time.ts';
import type { WaitingOn } from '../domain/status.ts';
import { escalations, nudges } from './gateways.ts';
import type { Lifecycle } from './lifecycle.ts';
import { announce, deliver, projectOf } from './notify.ts';
import { publishWhole, transition } from './transitions.ts';

/** A rung of the ladder that is reached; `number` counts from 1. */
interface Reached {
  readonly number: number;
  readonly tell: readonly string[];
}

/** Tells whom the rung names; never throws but for a cancellation. */
export async function escalate(life: Lifecycle, waitingOn: WaitingOn, { number, tell }: Reached): Promise<void> {
  const { people, operators, unreached } = await findTold(waitingOn, tell);
  const { told = [] } = life.status;
  const names = [...people, ...(operators ? ['the operators'] : [])].join(', ');
  const missed = unreached.length > 0 ? `; nobody is there of ${unreached.join(', ')}` : '';
  transition(life, { told: [...new Set([...told, ...people])] }, `Told ${names} that nobody acts${missed}`);
  // Whoever is told may see it from now on.
  publishWhole(life);
  await Promise.all(people.map((person) => leaveWord(life, waitingOn, person)));
  if (operators) await announce(life, `escalation-${waitingOn.since}-${number}`, describe(life, waitingOn, missed));
}

/** While the directory cannot say who that is, operators are told. */
async function findTold({ who }: WaitingOn, tell: readonly string[]) {
  try {
    return await escalations.findTold({ tell, who });
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { people: [], operators: true, unreached: tell.filter((audience) => audience !== 'platform-operator') };
  }
}

/** They have it in their mail of the day. */
function leaveWord(life: Lifecycle, { since }: WaitingOn, person: string): Promise<void> {
  const { reference } = life.input;
  const nudge = { reference, project: projectOf(life).project, since, isTold: true };
  const delivery = { channel: 'mail', to: person, what: 'escalation' } as const;
  return deliver(life, delivery, () => nudges.nudge({ person, nudge }));
}

function describe(life: Lifecycle, { who, text, since, deadline, next }: WaitingOn, missed: string): string {
  const waits = `${life.input.reference} has waited for ${who.join(', ')} since ${readableTime(since)}: ${text}`;
  const then = `If nobody acts until ${readableTime(deadline)}, ${next}`;
  return `${waits}${missed}. ${then}. Ask them; if somebody is away, enter who stands in: berth away --help.`;
}
