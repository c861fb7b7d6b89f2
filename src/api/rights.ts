/*
 * What `src/auth/roles.ts` means to one call: which roles the caller has towards a request. The workflow judges again
 * what counts: these rights only decide who is listened to.
 */

import { holds, type Kind, type Role, type Verbs } from '../auth/roles.ts';
import { PROJECT_ROLES, type ProjectRole } from '../domain/accounts.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import { groupName, ownersGroupName, queueName } from '../domain/naming.ts';
import type { ProjectSummary } from '../domain/projects/project-page.ts';
import { deciders } from '../domain/seats.ts';
import type { RequestStatus, Task } from '../domain/status.ts';
import type { Caller } from './caller.ts';

export type RequestRight = Verbs['request'];
/** Over no request, such as `freeze:set`. */
export type GeneralRight = { [K in Exclude<Kind, 'request'>]: `${K}:${Verbs[K]}` }[Exclude<Kind, 'request'>];
/** `signed-in`: anybody the directory knows. */
export type Right = 'signed-in' | RequestRight | GeneralRight;

export const isOverRequest = (right: Exclude<Right, 'signed-in'>): right is RequestRight => !right.includes(':');

/** What of a request, open or closed, tells who somebody is to it. Who is not known is not named. */
interface Concerns {
  /** Ids and addresses of whoever asked for it or sent it in. */
  readonly askers: readonly (string | null | undefined)[];
  readonly lead: string | null | undefined;
  readonly project: string | null | undefined;
  readonly costCentre: string | null | undefined;
  /** Ids of those whose say is wanted, or counted. */
  readonly approvers: readonly string[];
  /** Roles and `group:<name>` that its stages ask: whoever came into one later is asked too. */
  readonly asks: readonly string[];
  /** Ids of those who were told that nobody acts. */
  readonly told: readonly string[];
}

type Belongs = (caller: Caller, about: Concerns) => boolean;

const sameAs = (name: string) => (other: string | null | undefined) => other?.toLowerCase() === name.toLowerCase();

const inGroup =
  (...roles: ProjectRole[]): Belongs =>
  ({ groups }, { project }) =>
    Boolean(project) && roles.some((role) => groups.has(groupName(project ?? '', role)));

const speaksFor = ({ roles, groups }: Caller, asked: string): boolean =>
  asked.startsWith('group:') ? groups.has(asked.slice('group:'.length).toLowerCase()) : roles.has(asked as Role);

/** The roles that somebody has towards some requests only. */
const TOWARDS = {
  requester: ({ person }, { askers }) => askers.some(sameAs(person.id)) || askers.some(sameAs(person.mail)),
  'project-member': inGroup(...PROJECT_ROLES),
  'project-lead': (caller, about) => sameAs(caller.person.id)(about.lead) || inGroup('leads')(caller, about),
  'cost-centre-owner': ({ groups }, { costCentre }) =>
    Boolean(costCentre) && groups.has(ownersGroupName(costCentre ?? '')),
  approver: (caller, { approvers, asks }) =>
    approvers.some(sameAs(caller.person.id)) || asks.some((asked) => speaksFor(caller, asked)),
  informed: ({ person }, { told }) => told.some(sameAs(person.id)),
} as const satisfies { readonly [R in Role]?: Belongs };

function rolesTowards(caller: Caller, about: Concerns): ReadonlySet<Role> {
  if (caller.roles.has('auditor') || caller.roles.has('reader')) return caller.roles;
  if (caller.projects) return new Set(caller.projects.includes(about.project ?? '') ? (['service'] as const) : []);
  const held = Object.entries(TOWARDS).filter(([, belongs]) => belongs(caller, about));
  return new Set([...caller.roles, ...held.map(([role]) => role as keyof typeof TOWARDS)]);
}

const QUEUES = { support: 'support', operators: 'platform-operator', requester: 'requester' } as const;

/** Whether the caller has this right over this request. */
export function mayDo(right: RequestRight, caller: Caller, status: RequestStatus): boolean {
  const roles = rolesTowards(caller, concernsOf(status));
  const ownsTask = status.task !== null && roles.has(QUEUES[status.task.queue]);
  if (right === 'task') return ownsTask && holds(roles, 'request', 'task');
  if (right === 'release') return holds(roles, 'request', 'overrule') || (ownsTask && isTheirs(caller, status.task));
  return holds(roles, 'request', right) || (right === 'repair' && ownsTask);
}

/** What nobody has taken is everybody's of the queue, so that giving it back twice is harmless. */
const isTheirs = ({ person }: Caller, task: Task | null): boolean =>
  task?.claimedBy === undefined || sameAs(person.id)(task.claimedBy);

/** Whether the caller may do what is about no request. */
export function mayDoAtAll(right: GeneralRight, { roles }: Caller): boolean {
  return holds(roles, ...kindAndVerb(right));
}

/** What a right is to do, and to what. */
export const kindAndVerb = (right: Exclude<Right, 'signed-in'>): [Kind, Verbs[Kind]] =>
  (isOverRequest(right) ? ['request', right] : right.split(':')) as [Kind, Verbs[Kind]];

/**
 * Whether the request itself names this directory id as whoever asked for it, sent it in or leads: each of them may see
 * it, and no group has to be asked.
 */
export function isNamed(id: string, { request }: RequestStatus): boolean {
  return [request?.requesterId, request?.source.startedBy, request?.leadId].some(sameAs(id));
}

/** Whether the caller may read what the ledger has of a closed request: whoever could see the request itself. */
export function mayRead(caller: Caller, entry: LedgerEntry): boolean {
  const { requester, startedBy, lead, project, costCentre, decisions } = entry;
  const approvers = decisions.filter(({ counts }) => counts).map(({ person }) => person);
  const about = { askers: [requester, startedBy], lead, project, costCentre, approvers, asks: [], told: [] };
  return holds(rolesTowards(caller, about), 'request', 'see');
}

/** Whether the caller may see a project and what stands of it: whoever may see every request of it. */
export function maySeeProject(caller: Caller, project: Pick<ProjectSummary, 'name' | 'costCentre' | 'leads'>): boolean {
  const { name, costCentre, leads } = project;
  const lead = leads.some(sameAs(caller.person.mail)) ? caller.person.id : null;
  const about = { askers: [], lead, project: name, costCentre, approvers: [], asks: [], told: [] };
  return holds(rolesTowards(caller, about), 'request', 'see');
}

/** Queues of tasks that the caller serves. */
export function queuesOf({ roles }: Caller): readonly Exclude<Task['queue'], 'requester'>[] {
  return (['support', 'operators'] as const).filter((queue) => roles.has(QUEUES[queue]));
}

/** By what requests name the caller when they wait for them. */
export const waitedForAs = (caller: Caller): readonly string[] => [
  caller.person.id,
  caller.person.mail,
  ...queuesOf(caller).map(queueName),
];

function concernsOf({ requester, request, stages, decisions, told = [] }: RequestStatus): Concerns {
  const heard = decisions.filter(({ counts }) => counts).map(({ decision }) => decision.person);
  return {
    askers: [requester, request?.requester, request?.requesterId, request?.source.startedBy],
    lead: request?.leadId,
    project: request?.project,
    costCentre: request?.costCentre,
    approvers: [...stages.flatMap(deciders), ...heard],
    asks: stages.flatMap(({ parties }) => parties.map(({ role }) => role)),
    told,
  };
}

const AUDITORS = 'auditors read everything and change nothing.';

const WHO_MAY: Readonly<Record<GeneralRight, string>> = {
  'intake:ask': AUDITORS,
  'intake:preview': AUDITORS,
  'intake:ask-for-others': 'only support asks for somebody else.',
  'people:search': 'only support does.',
  'policy:see': 'only people of the directory may.',
  'freeze:see': 'only people of the directory may.',
  'freeze:set': 'only operators may.',
  'absence:see': 'only people of the directory may.',
  'absence:set': AUDITORS,
  'absence:set-for-others': 'only operators may.',
  'audit:read': 'only auditors, security and operators read the record.',
  'incident:see': 'only support, operators, security and auditors may.',
  'incident:retry': 'only operators may.',
  'operations:see': 'only support, operators, security and auditors may.',
  'payloads:read': 'only operators read what Temporal keeps.',
  'token:see': 'only operators, security and auditors may.',
  'token:manage': 'only operators may.',
  'webhook:see-all': 'only operators, security and auditors see those of every project.',
  'webhook:set': AUDITORS,
  'webhook:set-for-all': 'only operators set webhooks for projects that they do not lead.',
};

/** Who may what the caller may not, for people. */
export const whoMay = (right: GeneralRight): string => WHO_MAY[right];

/** Why the caller may not do this with a request that they see, for people. */
export function explainRight(right: RequestRight, status: RequestStatus): string {
  switch (right) {
    case 'decide':
      return 'only those whom its approval asks decide.';
    case 'task':
      return status.task ? `the task is one for ${status.task.queue}.` : 'it has no open task.';
    case 'release':
      return 'only whoever has taken its task, or an operator, gives it back.';
    case 'comment':
      return 'only those who take part in it may.';
    case 'overrule':
      return 'only operators may.';
    case 'repair':
      return 'only operators and whoever is asked to mend it may.';
    default:
      return 'only whoever asked for it may.';
  }
}
