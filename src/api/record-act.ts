import { auditEntry } from '../domain/audit.ts';
import { enterIntoRecord } from '../intake/enter-into-record.ts';
import type { Call } from './registry.ts';

/** What somebody does that is about no request. */
export interface Act {
  /** Of this act alone: done again with the same key, it is entered once. */
  readonly id: string;
  /** A sentence for people. */
  readonly what: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Into the record for auditors, before it is done: better an entry of what did not come about than an act of which nothing is known. */
export async function recordAct({ deps, caller }: Pick<Call, 'deps' | 'caller'>, act: Act): Promise<void> {
  const { id, what, facts } = act;
  const entry = auditEntry(
    { kind: 'act', by: caller.person.id, what, facts },
    { id, at: new Date().toISOString(), reference: null },
  );
  await enterIntoRecord(deps.client, [entry]);
}
