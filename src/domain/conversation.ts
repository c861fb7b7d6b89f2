/* What people say to each other about a request: in the portal, by the API, or as a reply by mail. */
import { hasName } from './same-name.ts';
import { deciders } from './seats.ts';
import type { RequestStatus, TimelineEntry } from './status.ts';

/** In characters, of one comment. */
export const LONGEST_COMMENT = 2000;
/** Of one request: a conversation that needs more belongs elsewhere. */
export const MOST_COMMENTS = 100;

/** A person's text with its lines; no other control characters, no reversed reading direction, no long gaps. */
export function commentText(text: string): string {
  const calm = text
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return Array.from(calm).slice(0, LONGEST_COMMENT).join('');
}

export const commentsOf = (timeline: readonly TimelineEntry[]): TimelineEntry[] =>
  timeline.filter(({ comment }) => comment);

const isId = (who: string | undefined): who is string => who !== undefined && !/[@:]/.test(who);

/**
 * Directory ids of those who take part in a request and are to hear what is said about it: who asked, whoever sent it in
 * for them, who is waited for, who has the task, who has spoken.
 * @param author directory id; nobody is told what they said themselves.
 */
export function concernedBy(status: RequestStatus, timeline: readonly TimelineEntry[], author: string): string[] {
  const { request, waitingOn, task } = status;
  const waitedFor = waitingOn?.kind === 'person' ? waitingOn.who : [];
  const spoken = commentsOf(timeline).map(({ who }) => who);
  const all = [request?.requesterId, request?.source.startedBy, ...waitedFor, task?.claimedBy, ...spoken];
  return [...new Set(all.filter(isId))].filter((id) => !hasName([author], id));
}

/** Whether what somebody writes by mail is told on: they are part of the request, by id or address. */
export function takesPart(
  status: RequestStatus,
  timeline: readonly TimelineEntry[],
  { id, mail }: { readonly id: string; readonly mail: string },
): boolean {
  const { requester, request, stages } = status;
  const addresses = [requester, request?.lead ?? '', ...(request?.members ?? [])];
  const ids = [...concernedBy(status, timeline, ''), ...stages.flatMap(deciders)];
  return hasName(addresses, mail) || hasName(ids, id);
}

/** The queue whose people a request waits for, if it does. */
export function queueWaitedFor({ waitingOn }: RequestStatus): string | undefined {
  return waitingOn?.who.find((who) => /^queue:(support|operators)$/.test(who))?.slice('queue:'.length);
}
