import type { Client } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import type { RequestStatus } from '../domain/status.ts';
import { STATUS_MEMO, WORKFLOWS } from '../workflows/messages.ts';

/** What to list. Values must hold no quotes; the schemas of the routes see to that. */
export interface ListFilter {
  readonly project?: string | undefined;
  readonly step?: string | undefined;
  readonly phase?: string | undefined;
  /** Any of these is waited for. */
  readonly waiting?: readonly string[] | undefined;
}

export interface Page {
  readonly items: readonly RequestStatus[];
  /** For the next page; absent on the last one. */
  readonly cursor?: string;
}

/** What a list shows of a request. */
export interface RequestSummary
  extends Pick<RequestStatus, 'reference' | 'requester' | 'phase' | 'step' | 'waitingOn' | 'updatedAt'> {
  readonly project: string | null;
}

export const summaryOf = (status: RequestStatus): RequestSummary => ({
  reference: status.reference,
  project: status.request?.project ?? null,
  requester: status.requester,
  phase: status.phase,
  step: status.step,
  waitingOn: status.waitingOn,
  updatedAt: status.updatedAt,
});

/** How many pages of Visibility one answer may read while it looks for requests the caller may see. */
const MAX_READS = 5;

/**
 * Requests that match, open ones before closed ones, newest first. Visibility lags by a moment, so a list decides
 * nothing. A page may hold fewer than `limit` although there is a next one.
 */
export async function listRequests(
  client: Client,
  filter: ListFilter,
  options: { limit: number; cursor?: string | undefined; visible: (status: RequestStatus) => boolean },
): Promise<Page> {
  const items: RequestStatus[] = [];
  let token = options.cursor ? Buffer.from(options.cursor, 'base64url') : undefined;
  for (let reads = 0; reads < MAX_READS && items.length < options.limit; reads += 1) {
    const page = await readPage(client, queryOf(filter), options.limit - items.length, token);
    items.push(...page.statuses.filter(options.visible));
    token = page.next;
    if (!token) break;
  }
  return { items, ...(token ? { cursor: token.toString('base64url') } : {}) };
}

function queryOf({ project, step, phase, waiting }: ListFilter): string {
  const equal = { WorkflowType: WORKFLOWS.request, BerthProject: project, BerthStep: step, BerthPhase: phase };
  const terms = Object.entries(equal).flatMap(([name, value]) => (value === undefined ? [] : [`${name} = '${value}'`]));
  if (waiting) terms.push(`BerthWaitingWho IN (${waiting.map((who) => `'${who}'`).join(', ')})`);
  return terms.join(' AND ');
}

async function readPage(client: Client, query: string, pageSize: number, nextPageToken: Buffer | undefined) {
  const { namespace, loadedDataConverter } = client.options;
  const answer = await client.workflowService.listWorkflowExecutions({
    namespace,
    query,
    pageSize,
    ...(nextPageToken ? { nextPageToken } : {}),
  });
  const runs = await Promise.all(
    answer.executions.map((raw) => executionInfoFromRaw(raw, loadedDataConverter, raw, namespace)),
  );
  const statuses = runs.flatMap(({ memo }) => (memo?.[STATUS_MEMO] as RequestStatus | undefined) ?? []);
  return { statuses, next: answer.nextPageToken.length > 0 ? Buffer.from(answer.nextPageToken) : undefined };
}
