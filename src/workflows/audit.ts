/*
 * What goes into the record for auditors. It is sent beside the main line, as often as it takes; nothing ends before. Each
 * sending costs history, so what is entered while one is under way goes along with the next.
 */
import { CancellationScope, uuid4 } from '@temporalio/workflow';
import { type AuditEntry, type AuditFact, auditEntry } from '../domain/audit.ts';
import { records } from './gateways.ts';
import type { Lifecycle } from './lifecycle.ts';
import { beside } from './notify.ts';

/** Enters something that happened to a request. Returns at once. */
export function audit(life: Lifecycle, fact: AuditFact): void {
  const { unrecorded } = life;
  unrecorded.push(newEntry(fact, life.input.reference));
  if (unrecorded.length === 1) beside(life, sendAll(unrecorded));
}

async function sendAll(unrecorded: AuditEntry[]): Promise<void> {
  // What is entered in the same breath goes along.
  await Promise.resolve();
  while (unrecorded.length > 0) {
    const entries = [...unrecorded];
    await send(entries);
    unrecorded.splice(0, entries.length);
  }
}

/** The same for workflows that are no request: to be awaited before they end, or hand over to another run. */
export const enterIntoRecord = (facts: readonly AuditFact[]): Promise<void> =>
  send(facts.map((fact) => newEntry(fact, null)));

const send = (entries: readonly AuditEntry[]): Promise<void> =>
  CancellationScope.nonCancellable(() => records.enterIntoRecord({ entries }));

const newEntry = (fact: AuditFact, reference: string | null): AuditEntry =>
  auditEntry(fact, { id: uuid4(), at: new Date().toISOString(), reference });
