import type { AuditEnd, AuditPage, AuditTail } from '../domain/audit.ts';
import { chained } from '../domain/audit-chain.ts';
import { readAuditTail } from '../intake/audit-tail.ts';
import { auditEnd, auditPage } from './answers/operations.ts';
import type { ApiDeps } from './deps.ts';
import { defineRoute } from './registry.ts';
import { answered } from './request-reading.ts';
import { auditQuery } from './schemas.ts';

/** The record for auditors: from Git, and what its keeper has not written yet. */
export const auditRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/audit',
    tag: 'Audit',
    summary: 'Lines of the record, in order',
    right: 'audit:read',
    query: auditQuery,
    answers: { 200: auditPage },
    handle: async ({ deps, query }) => ({ body: await readLines(deps, query.after) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/audit/end',
    tag: 'Audit',
    summary: 'Up to where the record goes',
    right: 'audit:read',
    answers: { 200: auditEnd },
    handle: async ({ deps }) => ({ body: await readEnd(deps) }),
  }),
];

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
