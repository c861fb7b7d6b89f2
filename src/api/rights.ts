/*
 * Who may do what through the API, on one screen. The workflow judges again what counts: these rights only decide
 * who is listened to.
 */

import type { LedgerEntry } from '../domain/ledger.ts';
import { groupName } from '../domain/naming.ts';
import type { RequestStatus, Task } from '../domain/status.ts';
import type { Caller } from './caller.ts';

type Test = (caller: Caller, status: RequestStatus) => boolean;

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

/** Asked for it, by whatever door. */
const isRequester: Test = ({ person }, status) =>
  same(status.requester, person.mail) || same(status.request?.requesterId, person.id);

/** Sent it in for somebody else. */
const isStarter: Test = ({ person }, { request }) =>
  same(request?.source.startedBy, person.id) || same(request?.source.startedBy, person.mail);

const isInGroup = (role: 'leads' | 'developers' | 'viewers'): Test => {
  return ({ groups }, { request }) => request !== null && groups.has(groupName(request.project, role));
};

const isLead: Test = (caller, status) =>
  same(status.request?.leadId, caller.person.id) || isInGroup('leads')(caller, status);

const isStaff = ({ isSupport, isOperator, isAuditor }: Caller) => isSupport || isOperator || isAuditor;

const PROJECT_ROLES = ['leads', 'developers', 'viewers'] as const;

const ownsQueue = (caller: Caller, status: RequestStatus, queue: Task['queue']): boolean => {
  if (queue === 'support') return caller.isSupport;
  return queue === 'operators' ? caller.isOperator : isRequester(caller, status);
};

const ownsTask: Test = (caller, status) => status.task !== null && ownsQueue(caller, status, status.task.queue);

const anyOf = (...tests: Test[]): Test => {
  return (caller, status) => tests.some((test) => test(caller, status));
};

/** What may be done with one request, and by whom. */
const REQUEST_RIGHTS = {
  see: anyOf(isRequester, isStarter, isLead, isInGroup('developers'), isInGroup('viewers'), isStaff),
  /** Claim or complete the open task. */
  task: ownsTask,
  select: anyOf(isRequester, isStarter),
  decide: isLead,
  withdraw: anyOf(isRequester, isStarter),
  repair: anyOf((caller) => caller.isOperator, ownsTask),
} as const satisfies Readonly<Record<string, Test>>;

export type RequestRight = keyof typeof REQUEST_RIGHTS;
/** `signed-in`: anybody the directory knows. */
export type Right = 'signed-in' | RequestRight;

/** Whether the caller has this right over this request. */
export function mayDo(right: RequestRight, caller: Caller, status: RequestStatus): boolean {
  return REQUEST_RIGHTS[right](caller, status);
}

/**
 * Whether the request itself names this directory id as whoever asked for it, sent it in or leads: each of them may see
 * it, and no group has to be asked.
 */
export function isNamed(id: string, { request }: RequestStatus): boolean {
  return [request?.requesterId, request?.source.startedBy, request?.leadId].some((name) => same(name, id));
}

/** Whether the caller may read what the ledger has of a closed request: whoever could see the request itself. */
export function mayRead(caller: Caller, { project, requester, startedBy, lead }: LedgerEntry): boolean {
  const { person, groups } = caller;
  const isTheirs = [requester, startedBy, lead].some((id) => id !== null && same(id, person.id));
  const isOfProject = project !== null && PROJECT_ROLES.some((role) => groups.has(groupName(project, role)));
  return isTheirs || isOfProject || isStaff(caller);
}

/** Queues of tasks that the caller serves. */
export function queuesOf(caller: Caller): readonly Task['queue'][] {
  return [...(caller.isSupport ? (['support'] as const) : []), ...(caller.isOperator ? (['operators'] as const) : [])];
}
