/* What people do by right beside deciding: into the inbox, where the main line finds it, and into the record. */
import type { Selection } from '../domain/selection.ts';
import { audit } from './audit.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ActedBy } from './messages.ts';

/** The person whose address is on a mail without proof says that it was theirs. */
export function confirmSender(life: Lifecycle, by: ActedBy): void {
  life.inbox.confirmedBy = by;
  enter(life, by, 'Confirmed as sender', { act: 'confirm-sender' });
}

/** Somebody says what is to be made; whether it can be is looked at afterwards. */
export function choose(life: Lifecycle, by: ActedBy, selection: Selection): void {
  life.inbox.selection = { by, selection };
  enter(life, by, 'Resources chosen', { act: 'select', selection });
}

/** Somebody takes the request back. */
export function withdraw(life: Lifecycle, by: ActedBy, reason = 'no reason given'): void {
  life.inbox.withdrawal = { by: by.person, reason };
  enter(life, by, `Withdrawn: ${reason}`, { act: 'withdraw', reason });
}

function enter(life: Lifecycle, { person, channel }: ActedBy, what: string, facts: Record<string, unknown>): void {
  audit(life, { kind: 'act', by: person, what, facts: { ...facts, channel } });
}
