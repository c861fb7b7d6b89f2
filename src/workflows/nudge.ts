import { nudges } from './gateways.ts';
import type { Lifecycle } from './lifecycle.ts';
import { deliver, projectOf } from './notify.ts';
import type { ReminderFacts } from './waiting.ts';

/**
 * Reminds people of a wait. Each has a workflow of their own that mails them once a day at most, with everything else that
 * waits for them; nothing while they are away. That it could not be mailed comes back as a failed delivery.
 * @param people directory ids.
 */
export async function nudge(life: Lifecycle, people: readonly string[], facts: ReminderFacts): Promise<void> {
  const { since, waited } = facts;
  const asked = {
    reference: life.input.reference,
    project: projectOf(life).project,
    since,
    ...(waited ? { waited } : {}),
  };
  const left = people.map((person) => {
    const delivery = { channel: 'mail', to: person, what: 'reminder' } as const;
    return deliver(life, delivery, () => nudges.nudge({ person, nudge: asked }));
  });
  await Promise.all(left);
}
