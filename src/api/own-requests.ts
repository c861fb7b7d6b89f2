/* What waits for somebody and what they have asked for, the same facts for every surface. */
import { queueName } from '../domain/naming.ts';
import { isSameName } from '../domain/same-name.ts';
import type { RequestStatus } from '../domain/status.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { listRequests, type Page } from './request-list.ts';
import { mayDo, queuesOf, waitedForAs } from './rights.ts';

/** Whether it is what the caller has asked for, or what somebody has asked for them. */
export const isOwn = ({ person }: Caller, { request, requester }: RequestStatus): boolean =>
  isSameName(request?.requesterId ?? requester, request ? person.id : person.mail);

/** What the caller has asked for, newest first, open ones before closed ones. */
export const ownRequests = ({ client }: ApiDeps, caller: Caller, limit: number): Promise<Page> =>
  listRequests(
    client,
    { requester: caller.person.id },
    { limit, visible: (status) => mayDo('see', caller, status) && isOwn(caller, status) },
  );

/** What waits for the caller, or for the queues they serve. */
export async function waitingFor(
  { client }: ApiDeps,
  caller: Caller,
  scope: 'mine' | 'queue',
  part: { readonly limit: number; readonly cursor?: string | undefined } = { limit: 100 },
): Promise<Page> {
  const { id, mail } = caller.person;
  const isMine = ({ task, waitingOn }: RequestStatus) =>
    task?.claimedBy === id || (waitingOn !== null && [id, mail].some((name) => waitingOn.who.includes(name)));
  const waiting = scope === 'mine' ? waitedForAs(caller) : queuesOf(caller).map(queueName);
  if (waiting.length === 0) return { items: [] };
  const visible = (status: RequestStatus) => mayDo('see', caller, status) && (scope === 'queue' || isMine(status));
  return listRequests(client, { waiting }, { ...part, visible });
}
