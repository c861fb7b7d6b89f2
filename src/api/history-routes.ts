import type { Hono } from 'hono';
import type { LedgerEntry } from '../domain/ledger.ts';
import { REFERENCE } from '../domain/naming.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { mayRead } from './rights.ts';
import { route } from './route.ts';
import { historyQuery } from './schemas.ts';

/** Closed requests as the ledger has them, however long ago that was. */
export function addHistoryRoutes(app: Hono, deps: ApiDeps): void {
  app.get(
    '/api/history',
    route(deps, {
      right: 'signed-in',
      query: historyQuery,
      handle: async ({ caller, query: { project, limit } }) => {
        const entries = await deps.ledger.ofProject(project, limit);
        return { body: { items: entries.filter((entry) => mayRead(caller, entry)) } };
      },
    }),
  );
  app.get(
    '/api/history/:reference',
    route(deps, {
      right: 'signed-in',
      handle: async ({ caller, reference }) => ({ body: { ledger: await readEntries(deps, caller, reference) } }),
    }),
  );
}

/**
 * What the ledger holds of a request, corrections last.
 * @throws ApiProblem 404 when there is nothing, or nothing for this caller.
 */
export async function readEntries(deps: ApiDeps, caller: Caller, reference: string): Promise<readonly LedgerEntry[]> {
  const entries = REFERENCE.test(reference) ? await deps.ledger.ofRequest(reference) : [];
  if (entries.length > 0 && entries.every((entry) => mayRead(caller, entry))) return entries;
  throw new ApiProblem(404, `There is no request ${reference} that you may see.`);
}
