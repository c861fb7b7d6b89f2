/*
 * The rights of Berth's account, one by one, as docs/permissions.md lists them: each is an access control entry on one
 * place, in Microsoft's notation. Nothing else is granted to it.
 */
import { PEOPLE_CONTAINER, PROJECTS_OU } from '../../sandbox/directory/seed.ts';

/** One right that an administrator delegates. */
export interface Delegation {
  /** Names it in tests and messages. */
  readonly name: string;
  /** The entry that carries it. */
  readonly on: string;
  /** The access control entry for the account with this SID. */
  ace(sid: string): string;
}

/** Identifiers of AD's schema: classes, attributes and the right to reset a password. */
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const GROUP = 'bf967a9c-0de6-11d0-a285-00aa003049e2';
const OU = 'bf967aa5-0de6-11d0-a285-00aa003049e2';
const RESET_PASSWORD = '00299570-246d-11d0-a768-00aa006e0529';
const ATTRIBUTES = {
  sAMAccountName: '3e0abfd0-126a-11d0-a060-00aa006c33ed',
  userPrincipalName: '28630ebb-41d5-11d1-a9c1-0000f80367c1',
  userAccountControl: 'bf967a68-0de6-11d0-a285-00aa003049e2',
  cn: 'bf96793f-0de6-11d0-a285-00aa003049e2',
  name: 'bf967a0e-0de6-11d0-a285-00aa003049e2',
} as const;

/** Here and below: make entries of a class. */
const make = (of: string) => (sid: string) => `(OA;CI;CC;${of};;${sid})`;
/** Entries of a class below: write all attributes, and delete, which moving away takes. */
const writeAll = (of: string) => (sid: string) => `(OA;CIIO;WPSD;;${of};${sid})`;
const resetPassword = (sid: string) => `(OA;CIIO;CR;${RESET_PASSWORD};${USER};${sid})`;

const inProjects: Readonly<Record<string, Delegation['ace']>> = {
  'make OUs': make(OU),
  'make groups': make(GROUP),
  'make users': make(USER),
  'write and move OUs': writeAll(OU),
  'write and move groups': writeAll(GROUP),
  'write and move users': writeAll(USER),
  'reset passwords': resetPassword,
};

const inPeople: Readonly<Record<string, Delegation['ace']>> = {
  'make users': make(USER),
  ...Object.fromEntries(
    Object.entries(ATTRIBUTES).map(([name, id]) => [`write ${name}`, (sid) => `(OA;CIIO;WP;${id};${USER};${sid})`]),
  ),
  'move users away': (sid) => `(OA;CIIO;SD;;${USER};${sid})`,
  'reset passwords': resetPassword,
};

export const DELEGATIONS: readonly Delegation[] = [
  ...Object.entries(inProjects).map(([name, ace]) => ({ name: `projects: ${name}`, on: PROJECTS_OU, ace })),
  ...Object.entries(inPeople).map(([name, ace]) => ({ name: `people: ${name}`, on: PEOPLE_CONTAINER, ace })),
];

/** What each place gets, as `samba-tool dsacl` and `dsacls` take it. */
export function delegatedTo(sid: string, rights: readonly Delegation[] = DELEGATIONS): Map<string, string> {
  const byPlace = new Map<string, string>();
  for (const { on, ace } of rights) byPlace.set(on, (byPlace.get(on) ?? '') + ace(sid));
  return byPlace;
}
