import { randomUUID } from 'node:crypto';
import { signDecisionLink } from '../../auth/decision-links.ts';
import { pageUrl } from '../../domain/page-url.ts';
import type { NotificationActivities } from '../contracts.ts';
import { failure } from '../failures.ts';
import type { NotificationDeps } from './deps.ts';
import { sendMail } from './send-mail.ts';

type AskByMail = NotificationActivities['askByMail'];

/**
 * Mails one approver what they decide about. A repeat is another mail with the same Message-ID and another link, which
 * decides as well: a person counts once, however many links they have.
 */
export async function askByMail(
  deps: NotificationDeps,
  { reference, person: id, stage, specHash, until, data }: Parameters<AskByMail>[0],
): Promise<void> {
  const person = await deps.findPerson({ id });
  if (!person) throw failure('Rejected', `The directory does not know ${id} any more.`);
  const link = { id: randomUUID(), reference, specHash, stage, person: person.id };
  const token = await signDecisionLink(deps.config.auth.decisionKey, link, new Date(until));
  const shown = { ...data, name: person.name, deadline: until };
  const order = { reference, what: 'decision-needed', to: person.mail, data: shown } as const;
  await sendMail(deps, order, { personal: pageUrl(deps.config, `decide/${token}`) });
}
