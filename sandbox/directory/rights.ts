/*
 * Who may do what: everybody who is signed in reads; Berth's account writes below OU=Projects and makes, resets,
 * disables and moves users of CN=Users, as its documented delegation grants; nobody else writes anything.
 */
import { isBelow, isWithin, parentDn } from './dn.ts';
import { type Entry, isA, textOf } from './entry.ts';
import { LdapError, RESULT } from './result.ts';
import { PEOPLE_CONTAINER, PROJECTS_OU, SERVICE_ACCOUNT } from './seed.ts';
import type { Store, Write } from './store.ts';

const MADE_CLASSES = ['organizationalUnit', 'group', 'user'] as const;
const PLAIN_ACCOUNT_CONTROLS = new Set(['512', '514']);

/** @throws LdapError 50 when `user` may not carry this write out, 1 when nobody is signed in. */
export function checkRights(store: Store, user: Entry | undefined, write: Write): void {
  checkSignedIn(user);
  if (textOf(user, 'sAMAccountName') !== SERVICE_ACCOUNT || !mayWrite(store, write) || raisesRights(write)) {
    throw new LdapError(
      RESULT.insufficientAccess,
      '00002098: SecErr: DSID-03150F94, problem 4003 (INSUFF_ACCESS_RIGHTS)',
    );
  }
}

/** Classes that `user` may make directly below `dn`: AD's computed attribute `allowedChildClassesEffective`. */
export function classesToMake(user: Entry, dn: string): string[] {
  if (textOf(user, 'sAMAccountName') !== SERVICE_ACCOUNT) return [];
  return MADE_CLASSES.filter((name) => {
    const attributes = [{ name: 'objectClass', values: [Buffer.from(name)] }];
    return mayAdd({ dn: `CN=any,${dn}`, attributes });
  });
}

export function checkSignedIn(user: Entry | undefined): asserts user is Entry {
  if (!user) {
    throw new LdapError(RESULT.operationsError, '00002020: Operation unavailable without authentication');
  }
}

function mayWrite(store: Store, write: Write): boolean {
  if (write.kind === 'add') return mayAdd(write);
  const entry = store.get(write.dn);
  const ownUser = isOrdinaryUser(entry);
  if (write.kind === 'modify') return isBelow(entry.dn, PROJECTS_OU) || ownUser;
  if (write.kind === 'delete') return isBelow(entry.dn, PROJECTS_OU);
  const target = write.newParent ?? parentDn(entry.dn);
  return (
    (isBelow(entry.dn, PROJECTS_OU) || ownUser) && (isWithin(target, PROJECTS_OU) || (ownUser && isPeople(target)))
  );
}

function mayAdd(write: Pick<Write & { kind: 'add' }, 'dn' | 'attributes'>): boolean {
  const classes = write.attributes.find(({ name }) => name.toLowerCase() === 'objectclass')?.values ?? [];
  const isUser = classes.some((value) => value.toString('utf8').toLowerCase() === 'user');
  return isBelow(write.dn, PROJECTS_OU) || (isUser && isPeople(parentDn(write.dn)));
}

/** Users of CN=Users that no administrators' group protects. */
function isOrdinaryUser(entry: Entry): boolean {
  return isA(entry, 'user') && isPeople(parentDn(entry.dn)) && textOf(entry, 'adminCount') !== '1';
}

const isPeople = (dn: string) => isWithin(dn, PEOPLE_CONTAINER);

/** Account flags beyond enabled and disabled, such as trusted for delegation, need rights that are not delegated. */
function raisesRights(write: Write): boolean {
  const lines = write.kind === 'add' ? write.attributes : write.kind === 'modify' ? write.changes : [];
  return lines
    .filter(({ name }) => name.toLowerCase() === 'useraccountcontrol')
    .some(({ values }) => values.some((value) => !PLAIN_ACCOUNT_CONTROLS.has(value.toString('utf8'))));
}
