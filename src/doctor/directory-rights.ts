import { ACCESS, type AccessRight, type RightsReader } from '../clients/directory-rights.ts';

/** A right that Berth needs, in words that follow "may not". */
interface NeededRight extends AccessRight {
  readonly what: string;
}

/** Identifiers of AD's schema, the same in every domain. */
const OU = { name: 'OUs', id: 'bf967aa5-0de6-11d0-a285-00aa003049e2' };
const GROUP = { name: 'groups', id: 'bf967a9c-0de6-11d0-a285-00aa003049e2' };
const USER = { name: 'users', id: 'bf967aba-0de6-11d0-a285-00aa003049e2' };
const ATTRIBUTES = {
  businessCategory: 'bf967931-0de6-11d0-a285-00aa003049e2',
  ou: 'bf9679f0-0de6-11d0-a285-00aa003049e2',
  cn: 'bf96793f-0de6-11d0-a285-00aa003049e2',
  name: 'bf967a0e-0de6-11d0-a285-00aa003049e2',
  member: 'bf9679c0-0de6-11d0-a285-00aa003049e2',
  sAMAccountName: '3e0abfd0-126a-11d0-a060-00aa006c33ed',
  userPrincipalName: '28630ebb-41d5-11d1-a9c1-0000f80367c1',
  userAccountControl: 'bf967a68-0de6-11d0-a285-00aa003049e2',
} as const;
const RESET_PASSWORD = '00299570-246d-11d0-a768-00aa006e0529';

type Class = typeof OU;

const make = ({ name, id }: Class): NeededRight => ({ what: `make ${name}`, mask: ACCESS.createChild, object: id });
const makeBelow = (of: Class): NeededRight => ({ ...make(of), what: `make ${of.name} inside its OUs`, below: OU.id });
const move = ({ name, id }: Class): NeededRight => ({
  what: `move ${name} away (delete)`,
  mask: ACCESS.delete,
  below: id,
});
const write = ({ name, id }: Class, ...attributes: (keyof typeof ATTRIBUTES)[]): NeededRight[] =>
  attributes.map((attribute) => ({
    what: `write ${attribute} of ${name}`,
    mask: ACCESS.writeProperty,
    object: ATTRIBUTES[attribute],
    below: id,
  }));

/** On the place of projects. */
export const IN_PROJECTS: readonly NeededRight[] = [
  make(OU),
  makeBelow(GROUP),
  makeBelow(USER),
  ...write(OU, 'businessCategory', 'ou', 'name'),
  move(OU),
  ...write(GROUP, 'member', 'sAMAccountName', 'cn', 'name'),
  move(GROUP),
];

/** On the place of people. */
export const IN_PEOPLE: readonly NeededRight[] = [
  make(USER),
  ...write(USER, 'sAMAccountName', 'userPrincipalName', 'userAccountControl', 'cn', 'name'),
  move(USER),
  { what: 'reset passwords of users', mask: ACCESS.controlAccess, object: RESET_PASSWORD, below: USER.id },
];

/** What is needed and not there. */
export function missingRights(may: RightsReader, needed: readonly NeededRight[]): string[] {
  return needed.filter((right) => !may(right)).map(({ what }) => what);
}
