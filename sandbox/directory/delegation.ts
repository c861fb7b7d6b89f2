/*
 * The rights of Berth's account, one by one, as docs/permissions.md lists them. Both the sandbox's directory and the
 * real one are set up from here, and nothing else is granted.
 */
import { PEOPLE_CONTAINER, PROJECTS_OU } from './seed.ts';

export type DelegatedClass = 'organizationalUnit' | 'group' | 'user';

/** One right that an administrator delegates. */
export interface Delegation {
  /** Names it in tests: `people: reset passwords of users`. */
  readonly name: string;
  /** The entry that carries it. It counts there and below for `make`, only below for the others. */
  readonly on: string;
  /** `move`: away from where it is, which AD calls to delete. */
  readonly right: 'make' | 'write' | 'move' | 'reset';
  readonly of: DelegatedClass;
  /** Which attribute may be written. */
  readonly attribute?: keyof typeof ATTRIBUTE_IDS;
}

/** Identifiers in AD's schema. */
export const CLASS_IDS: Readonly<Record<DelegatedClass, string>> = {
  organizationalUnit: 'bf967aa5-0de6-11d0-a285-00aa003049e2',
  group: 'bf967a9c-0de6-11d0-a285-00aa003049e2',
  user: 'bf967aba-0de6-11d0-a285-00aa003049e2',
};
export const ATTRIBUTE_IDS = {
  businessCategory: 'bf967931-0de6-11d0-a285-00aa003049e2',
  ou: 'bf9679f0-0de6-11d0-a285-00aa003049e2',
  cn: 'bf96793f-0de6-11d0-a285-00aa003049e2',
  name: 'bf967a0e-0de6-11d0-a285-00aa003049e2',
  member: 'bf9679c0-0de6-11d0-a285-00aa003049e2',
  sAMAccountName: '3e0abfd0-126a-11d0-a060-00aa006c33ed',
  userPrincipalName: '28630ebb-41d5-11d1-a9c1-0000f80367c1',
  userAccountControl: 'bf967a68-0de6-11d0-a285-00aa003049e2',
} as const;
export const RESET_PASSWORD_ID = '00299570-246d-11d0-a768-00aa006e0529';

const projects = { place: 'projects', on: PROJECTS_OU } as const;
const people = { place: 'people', on: PEOPLE_CONTAINER } as const;

type Place = typeof projects | typeof people;
type Attribute = keyof typeof ATTRIBUTE_IDS;

const plain = ({ place, on }: Place, right: 'make' | 'move' | 'reset', of: DelegatedClass): Delegation => ({
  name: `${place}: ${right === 'reset' ? 'reset passwords of' : right} ${of}s`,
  on,
  right,
  of,
});
const writing = ({ place, on }: Place, of: DelegatedClass, attributes: readonly Attribute[]): Delegation[] =>
  attributes.map((attribute) => ({
    name: `${place}: write ${attribute} of ${of}s`,
    on,
    right: 'write',
    of,
    attribute,
  }));

export const DELEGATIONS: readonly Delegation[] = [
  plain(projects, 'make', 'organizationalUnit'),
  plain(projects, 'make', 'group'),
  plain(projects, 'make', 'user'),
  ...writing(projects, 'organizationalUnit', ['businessCategory', 'ou', 'name']),
  plain(projects, 'move', 'organizationalUnit'),
  ...writing(projects, 'group', ['member', 'sAMAccountName', 'cn', 'name']),
  plain(projects, 'move', 'group'),
  plain(people, 'make', 'user'),
  ...writing(people, 'user', ['sAMAccountName', 'userPrincipalName', 'userAccountControl', 'cn', 'name']),
  plain(people, 'move', 'user'),
  plain(people, 'reset', 'user'),
];
