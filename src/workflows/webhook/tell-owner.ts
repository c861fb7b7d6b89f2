import type { Webhook } from '../../domain/webhook/webhook.ts';
import { failureOf } from '../failure-of.ts';
import { directory, notifications } from '../gateways.ts';

/** Whoever added a webhook, and operators, hear that it takes nothing any more. Nobody is kept waiting by it. */
export async function tellOwner({ id, url, by, status, problem }: Webhook): Promise<void> {
  const { origin } = new URL(url);
  const what = `${status}-${new Date().toISOString().slice(0, 10)}`;
  const text = `The webhook ${id} to ${origin} is ${status}: ${problem}. Mend the receiver, then: berth webhooks replay ${id}`;
  try {
    const person = await directory.findPerson({ id: by });
    await notifications.announceInSlack({
      reference: `webhook-${id}`,
      what,
      text,
      people: person ? [person.mail] : [],
    });
  } catch (error) {
    // Who cannot be told sees it in the list all the same; what is no failure of a call goes on up.
    failureOf(error);
  }
}
