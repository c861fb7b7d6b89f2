import { normalDn } from './dn.ts';
import { type Entry, textOf } from './entry.ts';
import { LdapError, RESULT } from './result.ts';
import { NETBIOS, REALM } from './seed.ts';
import type { Store } from './store.ts';

const DISABLED = 2;

/**
 * The user a bind names, by DN, user principal name or `DOMAIN\name`; undefined for the anonymous bind, which is what
 * AD makes of an empty password.
 * @throws LdapError 49 with AD's `data` code: 52e bad name or password, 533 disabled, 773 must change the password.
 */
export function signIn(store: Store, name: string, password: string): Entry | undefined {
  if (password === '') return undefined;
  const user = store
    .all()
    .find((entry) => namesOf(entry).includes(name.includes('=') ? normalDn(name) : name.toLowerCase()));
  if (!user || user.password !== password) throw refused('52e');
  if ((Number(textOf(user, 'userAccountControl')) & DISABLED) !== 0) throw refused('533');
  if (textOf(user, 'pwdLastSet') === '0') throw refused('773');
  return user;
}

function namesOf(entry: Entry): string[] {
  const account = textOf(entry, 'sAMAccountName');
  const principal = textOf(entry, 'userPrincipalName');
  const names = [principal, account && `${account}@${REALM}`, account && `${NETBIOS}\\${account}`];
  return [normalDn(entry.dn), ...names.filter((name) => name !== undefined).map((name) => name.toLowerCase())];
}

function refused(data: string): LdapError {
  const message = `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${data}, v1db1`;
  return new LdapError(RESULT.invalidCredentials, message);
}
