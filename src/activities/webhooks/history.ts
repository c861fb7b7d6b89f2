/*
 * What a request has published, by its own history: each time it is an event there, with its number and its time. So nothing
 * has to be noted down for webhooks beside, and nothing is missed that happened while nobody looked.
 */
import type { Client } from '@temporalio/client';
import { decodeMapFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { requiredTsToDate } from '@temporalio/common/lib/time.js';
import type { temporal } from '@temporalio/proto';
import { requestWorkflowId } from '../../domain/naming.ts';
import type { RequestStatus } from '../../domain/status.ts';
import { happenedBetween } from '../../domain/webhook/events.ts';
import type { WebhookEvent } from '../../domain/webhook/webhook.ts';
import { STATUS_MEMO } from '../../workflows/messages.ts';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** One time that a request was published. */
interface Published {
  /** Number of the event in the history. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  readonly status: RequestStatus;
}

/** How far a history is known: up to an event by its number, or by its time (ISO 8601). */
export type KnownUpTo = { readonly number: number } | { readonly at: string };

/** What happened to a request after `known`, oldest first, and up to where that is. */
export async function readEvents(
  client: Client,
  reference: string,
  known: KnownUpTo,
): Promise<{ events: WebhookEvent[]; upTo: KnownUpTo }> {
  const published = await readPublished(client, reference, known);
  const events = published.flatMap((now, i) => {
    const before = published[i - 1];
    return isKnown(now, known) ? [] : eventsOf(before?.status ?? null, now);
  });
  const last = published.at(-1);
  return { events, upTo: last ? { number: last.number } : known };
}

/** By request, event of its history and what happened: an id that whoever reads it again gives again. Without full stops. */
function eventsOf(before: RequestStatus | null, { number, at, status }: Published): WebhookEvent[] {
  return happenedBetween(before, status).map(({ type, facts }) => ({
    id: `${status.reference}_${number}_${type.replace('request.', '')}${facts.verdict ? `_${facts.verdict}` : ''}`,
    type,
    at,
    facts,
  }));
}

const isKnown = ({ number, at }: Pick<Published, 'number' | 'at'>, known: KnownUpTo): boolean =>
  'number' in known ? number <= known.number : at < known.at;

/** Oldest first: the last that is known, where there is one, and all after it. */
async function readPublished(client: Client, reference: string, known: KnownUpTo): Promise<Published[]> {
  const { workflowService, options } = client;
  const found: Published[] = [];
  let token: Uint8Array | undefined;
  do {
    const page = await workflowService.getWorkflowExecutionHistoryReverse({
      namespace: options.namespace,
      execution: { workflowId: requestWorkflowId(reference) },
      maximumPageSize: 100,
      ...(token ? { nextPageToken: token } : {}),
    });
    for (const event of page.history?.events ?? []) {
      const published = await publishedBy(client, event);
      if (!published) continue;
      found.unshift(published);
      if (isKnown(published, known)) return found;
    }
    token = page.nextPageToken.length > 0 ? page.nextPageToken : undefined;
  } while (token);
  return found;
}

async function publishedBy(client: Client, event: HistoryEvent): Promise<Published | undefined> {
  const fields = event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields;
  const payload = fields?.[STATUS_MEMO];
  if (!payload) return undefined;
  const decoded = await decodeMapFromPayloads(client.options.loadedDataConverter, { [STATUS_MEMO]: payload });
  const status = decoded?.[STATUS_MEMO] as RequestStatus;
  const at = requiredTsToDate(event.eventTime, 'eventTime').toISOString();
  return { number: Number(event.eventId), at, status };
}
