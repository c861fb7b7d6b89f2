import { type LedgerEntry, placeInLedger } from '../domain/ledger.ts';
import { REFERENCE } from '../domain/naming.ts';
import { closedRequest, ledgerEntry } from './answers/request.ts';
import { pageOf } from './answers/shape.ts';
import type { Caller } from './caller.ts';
import { readPart } from './cursors.ts';
import type { ApiDeps } from './deps.ts';
import { noRequest } from './problems.ts';
import { defineRoute } from './registry.ts';
import { mayRead } from './rights.ts';
import { historyQuery } from './schemas.ts';

export const historyRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/history',
    tag: 'History',
    summary: 'Closed requests of a project, newest first',
    right: 'signed-in',
    query: historyQuery,
    answers: { 200: pageOf(ledgerEntry) },
    handle: async ({ deps, caller, query: { project, limit, cursor } }) => ({
      body: await readPart(deps, ['history', project], cursor, async (from) => {
        const entries = await deps.ledger.ofProject(project, limit, from);
        const last = entries.length < limit ? undefined : entries.at(-1);
        const items = entries.filter((entry) => mayRead(caller, entry));
        return last ? { items, cursor: placeInLedger(last) } : { items };
      }),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/history/:reference',
    tag: 'History',
    summary: 'A closed request as the ledger has it',
    right: 'signed-in',
    answers: { 200: closedRequest },
    handle: async ({ deps, caller, params }) => ({
      body: { ledger: await readEntries(deps, caller, params.reference) },
    }),
  }),
];

/**
 * What the ledger holds of a request, corrections last.
 * @throws ApiProblem 404 when there is nothing, or nothing for this caller.
 */
export async function readEntries(deps: ApiDeps, caller: Caller, reference: string): Promise<readonly LedgerEntry[]> {
  const entries = REFERENCE.test(reference) ? await deps.ledger.ofRequest(reference) : [];
  if (entries.length > 0 && entries.every((entry) => mayRead(caller, entry))) return entries;
  throw noRequest(reference);
}
