/*
 * Who may do what, on one screen: the roles, over which requests each holds, and what it may do to what. The directory
 * alone says who has which; docs/permissions.md shows this table, and a test holds the page to it. Doors ask it whom they
 * listen to; whether a decision counts is judged by the workflow again.
 */
import type { Config } from '../config.ts';

/** What can be done to what. */
export interface Verbs {
  /** One request, open or closed; `task`: claim and complete what is asked of the own queue; `release`: give it back. */
  readonly request: 'see' | 'comment' | 'task' | 'release' | 'select' | 'decide' | 'withdraw' | 'repair' | 'overrule';
  /** Asking for something new. */
  readonly intake: 'preview' | 'ask' | 'ask-for-others';
  readonly policy: 'see';
  /** Of the directory. */
  readonly people: 'search';
  readonly freeze: 'see' | 'set';
  /** When people are away, and who stands in. */
  readonly absence: 'see' | 'set' | 'set-for-others';
  /** The record of what was decided and done. */
  readonly audit: 'read';
  /** What stops many requests at once. */
  readonly incident: 'see' | 'retry';
  /** How requests flow, what clusters hold, and whether the systems around Berth answer. */
  readonly operations: 'see';
  /** What Temporal keeps encrypted. */
  readonly payloads: 'read';
  /** Of programs; `manage`: make and revoke. */
  readonly token: 'see' | 'manage';
  /** `set`: for projects that one leads; `-all`: whosever they are. */
  readonly webhook: 'set' | 'see-all' | 'set-for-all';
}
export type Kind = keyof Verbs;

/** `own`: asked for or sent in; `asked`: whose say a stage of the approval wants, or already has; `told`: that nobody acts. */
export type Scope = 'own' | 'asked' | 'told' | 'project' | 'cost-centre' | 'all';

interface Grants {
  readonly scope: Scope;
  readonly may: { readonly [K in Kind]?: readonly Verbs[K][] };
}

const KNOWN = {
  intake: ['preview', 'ask'],
  policy: ['see'],
  freeze: ['see'],
  absence: ['see', 'set'],
  webhook: ['set'],
} as const;

export const ROLES = {
  anybody: { scope: 'all', may: KNOWN },
  requester: { scope: 'own', may: { request: ['see', 'comment', 'task', 'release', 'select', 'withdraw'] } },
  'project-member': { scope: 'project', may: { request: ['see', 'comment'] } },
  'project-lead': { scope: 'project', may: { request: ['see', 'comment', 'decide'] } },
  'cost-centre-owner': { scope: 'cost-centre', may: { request: ['see', 'comment', 'decide'] } },
  approver: { scope: 'asked', may: { request: ['see', 'comment', 'decide'] } },
  informed: { scope: 'told', may: { request: ['see'] } },
  support: {
    scope: 'all',
    may: {
      request: ['see', 'comment', 'task', 'release'],
      intake: ['ask-for-others'],
      people: ['search'],
      incident: ['see'],
      operations: ['see'],
    },
  },
  'platform-operator': {
    scope: 'all',
    may: {
      request: ['see', 'comment', 'task', 'release', 'repair', 'overrule'],
      freeze: ['set'],
      absence: ['set-for-others'],
      audit: ['read'],
      incident: ['see', 'retry'],
      operations: ['see'],
      payloads: ['read'],
      token: ['see', 'manage'],
      webhook: ['see-all', 'set-for-all'],
    },
  },
  security: {
    scope: 'all',
    may: {
      request: ['see'],
      incident: ['see'],
      operations: ['see'],
      audit: ['read'],
      token: ['see'],
      webhook: ['see-all'],
    },
  },
  auditor: {
    scope: 'all',
    may: {
      request: ['see'],
      intake: ['preview'],
      policy: ['see'],
      freeze: ['see'],
      absence: ['see'],
      incident: ['see'],
      operations: ['see'],
      audit: ['read'],
      token: ['see'],
      webhook: ['see-all'],
    },
  },
  service: { scope: 'project', may: { request: ['see'], intake: ['preview', 'ask'] } },
  reader: { scope: 'all', may: { request: ['see'], intake: ['preview'] } },
} as const satisfies Readonly<Record<string, Grants>>;
export type Role = keyof typeof ROLES;

/** Whether one of these roles may do this. */
export function holds<K extends Kind>(roles: Iterable<Role>, kind: K, verb: Verbs[K]): boolean {
  return [...roles].some((role) => {
    const { may }: Grants = ROLES[role];
    return may[kind]?.includes(verb) ?? false;
  });
}

/** The roles that may do this. */
export const rolesThat = <K extends Kind>(kind: K, verb: Verbs[K]): Role[] =>
  (Object.keys(ROLES) as Role[]).filter((role) => holds([role], kind, verb));

/** The roles that hold wherever their people look, by the setting of `directory.groups` that names their group. */
const STAFF = { support: 'support', operators: 'platform-operator', security: 'security' } as const;

/**
 * Roles that somebody of the directory has by these groups (lower case), whichever request it is about. Auditors have
 * no other role beside: they read everything and change nothing, not even what they would ask for themselves.
 */
export function rolesOf(groups: ReadonlySet<string>, names: Config['directory']['groups']): ReadonlySet<Role> {
  const isIn = (name: string) => groups.has(name.toLowerCase());
  if (isIn(names.auditors)) return new Set(['auditor']);
  const staff = Object.entries(STAFF).filter(([setting]) => isIn(names[setting as keyof typeof STAFF]));
  return new Set(['anybody', ...staff.map(([, role]) => role)]);
}
