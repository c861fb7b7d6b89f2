import type { Hono } from 'hono';
import type { AuditEnd, AuditPage, AuditTail } from '../domain/audit.ts';
import { chained } from '../domain/audit-chain.ts';
import { readAuditTail } from '../intake/audit-tail.ts';
import type { ApiDeps } from './deps.ts';
import { answered } from './request-reading.ts';
import { route } from './route.ts';
import { auditQuery } from './schemas.ts';

/** The record for auditors: from Git, and what its keeper has not written yet. */
export function addAuditRoutes(app: Hono, deps: ApiDeps): void {
  app.get(
    '/api/audit',
    route(deps, {
      right: 'audit:read',
      query: auditQuery,
      handle: async ({ query }) => ({ body: await readLines(deps, query.after) }),
    }),
  );
  app.get('/api/audit/end', route(deps, { right: 'audit:read', handle: async () => ({ body: await readEnd(deps) }) }));
}

/** The keeper is asked first: what it writes meanwhile is in Git already then, and nothing falls between the two. */
async function readLines(deps: ApiDeps, after: number): Promise<AuditPage> {
  const tail = await readTail(deps);
  const page = await deps.record.after(after);
  if (page.next !== null) return page;
  const { seq, lines } = await waiting(deps, tail);
  const known = after + page.lines.length;
  return { lines: [...page.lines, ...lines.slice(Math.max(0, known - seq))], next: null };
}

async function readEnd(deps: ApiDeps): Promise<AuditEnd> {
  const tail = await readTail(deps);
  const { seq, head } = await waiting(deps, tail);
  return { ...head, inGit: seq, problem: tail.problem };
}

const readTail = ({ client }: ApiDeps): Promise<AuditTail> => answered(client, () => readAuditTail(client));

/** What Git does not have, as the lines it will be. */
async function waiting({ record }: ApiDeps, tail: AuditTail) {
  const written = tail.head ?? (await record.head());
  return { seq: written.seq, ...chained(written, tail.entries) };
}
