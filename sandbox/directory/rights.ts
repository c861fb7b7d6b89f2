/*
 * Who may do what: everybody who is signed in reads; Berth's account does what was delegated to it, except to what an
 * administrators' group protects; nobody else writes anything.
 */
import type { Delegation } from './delegation.ts';
import { isBelow, isWithin, normalDn, ownPart, parentDn } from './dn.ts';
import { type Entry, isA, type NamedValues, textOf } from './entry.ts';
import { LdapError, RESULT } from './result.ts';
import { isKnown, withWholeClass } from './schema.ts';
import { SERVICE_ACCOUNT } from './seed.ts';
import type { Store, Write } from './store.ts';

export type Granted = ReadonlySet<Delegation>;

const CLASSES = ['organizationalUnit', 'group', 'user'] as const;
const PLAIN_ACCOUNT_CONTROLS = new Set(['512', '514']);

/** @throws LdapError 50 when `user` may not carry this write out, 1 when nobody is signed in. */
export function checkRights(store: Store, granted: Granted, user: Entry | undefined, write: Write): void {
  checkSignedIn(user);
  const rights = isService(user) ? [...granted] : [];
  if (mayWrite(store, rights, write) && !raisesRights(write)) return;
  throw new LdapError(
    RESULT.insufficientAccess,
    '00002098: SecErr: DSID-03150F94, problem 4003 (INSUFF_ACCESS_RIGHTS)',
  );
}

/** Classes that `user` may make directly below `dn`: AD's computed attribute `allowedChildClassesEffective`. */
export function classesToMake(granted: Granted, user: Entry, dn: string): string[] {
  return isService(user) ? CLASSES.filter((name) => mayMake([...granted], name, dn)) : [];
}

/** Attributes of an entry that `user` may write: AD's computed `allowedAttributesEffective`. */
export function attributesToWrite(granted: Granted, user: Entry, entry: Entry): string[] {
  if (!isService(user)) return [];
  return [...granted].flatMap((right) => (right.attribute && reaches(right, entry) ? [right.attribute] : []));
}

export function checkSignedIn(user: Entry | undefined): asserts user is Entry {
  if (!user) {
    throw new LdapError(RESULT.operationsError, '00002020: Operation unavailable without authentication');
  }
}

export const isService = (user: Entry) => textOf(user, 'sAMAccountName') === SERVICE_ACCOUNT;

function mayWrite(store: Store, rights: readonly Delegation[], write: Write): boolean {
  if (write.kind === 'add') return mayMake(rights, classIn(write.attributes), parentDn(write.dn));
  const entry = store.get(write.dn);
  if (write.kind === 'modify') return write.changes.every(({ name }) => mayChange(rights, entry, name));
  const mayLeave = rights.some((right) => right.right === 'move' && reaches(right, entry));
  if (write.kind === 'delete') return mayLeave;
  const target = write.newParent ?? parentDn(entry.dn);
  const stays = normalDn(target) === normalDn(parentDn(entry.dn));
  const mayArrive = stays || (mayLeave && mayMake(rights, classOf(entry), target));
  return mayArrive && mayChange(rights, entry, ownPart(entry.dn)[0]) && mayChange(rights, entry, 'name');
}

function mayMake(rights: readonly Delegation[], of: string | undefined, parent: string): boolean {
  return rights.some((right) => right.right === 'make' && right.of === of && isWithin(parent, right.on));
}

function mayChange(rights: readonly Delegation[], entry: Entry, attribute: string): boolean {
  // What the schema does not know is refused for that.
  if (!isKnown(attribute)) return true;
  const name = attribute.toLowerCase();
  return rights.some((right) => {
    const fits = right.right === 'reset' ? name === 'unicodepwd' : right.attribute?.toLowerCase() === name;
    return fits && reaches(right, entry);
  });
}

/** AD keeps what is inherited away from members of administrators' groups. */
function reaches(right: Delegation, entry: Entry): boolean {
  return classOf(entry) === right.of && isBelow(entry.dn, right.on) && textOf(entry, 'adminCount') !== '1';
}

const classOf = (entry: Entry) => CLASSES.find((name) => isA(entry, name.toLowerCase()));

function classIn(attributes: readonly NamedValues[]): string | undefined {
  const whole =
    withWholeClass(attributes)
      .find(({ name }) => name === 'objectClass')
      ?.values.map(String) ?? [];
  return CLASSES.find((name) => whole.includes(name));
}

/** Account flags beyond enabled and disabled, such as trusted for delegation, need rights that are not delegated. */
function raisesRights(write: Write): boolean {
  const lines = write.kind === 'add' ? write.attributes : write.kind === 'modify' ? write.changes : [];
  return lines
    .filter(({ name }) => name.toLowerCase() === 'useraccountcontrol')
    .some(({ values }) => values.some((value) => !PLAIN_ACCOUNT_CONTROLS.has(value.toString('utf8'))));
}
