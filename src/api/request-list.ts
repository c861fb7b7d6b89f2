import type { Client } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import { quoted } from '../clients/temporal.ts';
import { requestWorkflowId } from '../domain/naming.ts';
import type { RequestStatus } from '../domain/status.ts';
import { STEPS } from '../domain/steps.ts';
import { STATUS_MEMO, WORKFLOWS } from '../workflows/messages.ts';

/** What to list. */
export interface ListFilter {
  readonly project?: string | undefined;
  readonly step?: string | undefined;
  readonly phase?: string | undefined;
  /** Any of these is waited for. */
  readonly waiting?: readonly string[] | undefined;
  /** Directory id of who asked. Who asked for what is not valid yet is not known by id: it is listed whoever it was. */
  readonly requester?: string | undefined;
  /** Only those that have not ended. */
  readonly open?: boolean | undefined;
  /** How the reference begins. */
  readonly reference?: string | undefined;
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
  readonly title: string | null;
}

export const summaryOf = (status: RequestStatus): RequestSummary => ({
  reference: status.reference,
  project: status.request?.project ?? null,
  title: status.request?.title ?? null,
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

/** Until then a request is known by the mail address of its requester alone, which Visibility must not hold. */
const NOT_VALID_YET = `(BerthStep = '${STEPS[0]}' AND ExecutionStatus = 'Running')`;

function queryOf({ project, step, phase, waiting, requester, open, reference }: ListFilter): string {
  const equal = { WorkflowType: WORKFLOWS.request, BerthProject: project, BerthStep: step, BerthPhase: phase };
  const terms = Object.entries(equal).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} = ${quoted(value)}`],
  );
  if (waiting) terms.push(`BerthWaitingWho IN (${waiting.map(quoted).join(', ')})`);
  if (requester !== undefined) terms.push(`(BerthRequester = ${quoted(requester)} OR ${NOT_VALID_YET})`);
  if (open) terms.push(`ExecutionStatus = 'Running'`);
  if (reference !== undefined) terms.push(`WorkflowId STARTS_WITH ${quoted(requestWorkflowId(reference))}`);
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
