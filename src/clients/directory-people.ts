import type { Client, Entry } from 'ldapts';
import { compare } from '../domain/compare.ts';
import {
  type DirectoryAccess,
  escapeValue,
  findEntries,
  type PasswordRefusal,
  readDirectory,
  tryPassword,
  valueOf,
  valuesOf,
} from './directory.ts';

/** A person as their entry shows them. */
export interface DirectoryPerson {
  /** sAMAccountName. */
  readonly id: string;
  readonly name: string;
  /** Lower case. */
  readonly mail: string;
  readonly githubLogin?: string;
}

/** By exactly one of these a person is looked up. */
export interface PersonKey {
  /** Any address of theirs: the mail attribute, the user principal name, one of the proxy addresses. */
  readonly mail?: string;
  readonly id?: string;
  readonly githubLogin?: string;
}

/** Two people answer to one mail address or GitHub login: none of them may be taken for the other. */
export class AmbiguousPersonError extends Error {
  constructor(what: string, ids: readonly string[]) {
    super(`${what} belongs to ${ids.join(' and ')} in the directory; it must belong to one of them alone`);
    this.name = 'AmbiguousPersonError';
  }
}

/** Whoever may be taken for somebody else is told from nobody: the directory has to be mended first. */
export interface Decider extends DirectoryPerson {
  /** Ids of other enabled people who answer to the same address or GitHub login; absent when there are none. */
  readonly sharesWith?: readonly string[];
}

/** A filter: people whose accounts are enabled. */
export const ENABLED_USER =
  '(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2))';
const ID = 'sAMAccountName';
const IN_CHAIN = '1.2.840.113556.1.4.1941';

/**
 * A person whose account is enabled, or null.
 * @throws AmbiguousPersonError, and what `withDirectory` throws.
 */
export async function lookUpPerson(access: DirectoryAccess, key: PersonKey): Promise<DirectoryPerson | null> {
  return readDirectory(access, async (client) => (await findUser(client, access, key))?.person ?? null);
}

/**
 * The same for whoever wants to decide; where several answer to the key, the first by id. Never throws for those: it
 * says with whom a name is shared.
 */
export async function lookUpDecider(access: DirectoryAccess, key: PersonKey): Promise<Decider | null> {
  return readDirectory(access, async (client) => {
    const found = await findUsers(client, access, key, ['userPrincipalName', 'proxyAddresses']);
    const [first] = found.toSorted((a, b) => compare(a.person.id, b.person.id));
    if (!first) return null;
    const condition = `(|${namesOf(first).map(byAddress).join('')}${byLogin(access, first.person.githubLogin)})`;
    const namesakes = await findEntries(client, access.config.baseDn, `(&${ENABLED_USER}${condition})`, [ID]);
    const ids = [...found.map(({ person }) => person.id), ...namesakes.map((entry) => valueOf(entry, ID))];
    const sharesWith = [...new Set(ids)].filter((id) => id !== first.person.id).toSorted();
    return { ...first.person, ...(sharesWith.length > 0 ? { sharesWith } : {}) };
  });
}

/**
 * Names (sAMAccountName) of all groups a person is in, directly or through other groups; the primary group is not
 * among them. Empty for unknown and disabled people.
 */
export async function groupsOf(access: DirectoryAccess, personId: string): Promise<string[]> {
  return readDirectory(access, async (client) => {
    const user = await findUser(client, access, { id: personId });
    if (!user) return [];
    const filter = `(&(objectClass=group)(member:${IN_CHAIN}:=${escapeValue(user.dn)}))`;
    const groups = await findEntries(client, access.config.baseDn, filter, ['sAMAccountName']);
    return groups.map((group) => valueOf(group, 'sAMAccountName')).toSorted();
  });
}

/** Directory id of somebody's manager; null when the directory names none whose account is enabled. */
export async function managerOf(access: DirectoryAccess, personId: string): Promise<string | null> {
  return readDirectory(access, async (client) => {
    const user = await findUser(client, access, { id: personId }, ['manager']);
    const dn = user ? valueOf(user.entry, 'manager') : '';
    if (dn === '') return null;
    const condition = `(&${ENABLED_USER}(distinguishedName=${escapeValue(dn)}))`;
    const [manager] = await findEntries(client, access.config.baseDn, condition, [ID]);
    return manager ? valueOf(manager, ID) : null;
  });
}

/** Directory ids of the enabled people in a group, through other groups too; empty when there is no such group. */
export async function membersOf(access: DirectoryAccess, group: string): Promise<string[]> {
  return readDirectory(access, (client) => membersIn(client, access, group));
}

/** The same as `membersOf`, for who asks about many groups at once. */
export async function membersIn(client: Client, access: DirectoryAccess, group: string): Promise<string[]> {
  const named = `(&(objectClass=group)(${ID}=${escapeValue(group)}))`;
  const [found] = await findEntries(client, access.config.baseDn, named, [ID]);
  if (!found) return [];
  const people = await peopleIn(client, access, found.dn);
  return people.map((person) => person.id);
}

/**
 * The enabled people in the group at `dn`, through other groups too unless only the direct ones are wanted; by id,
 * since a directory promises no order.
 */
export async function peopleIn(
  client: Client,
  { config }: DirectoryAccess,
  dn: string,
  which: 'all' | 'direct' = 'all',
): Promise<DirectoryPerson[]> {
  const githubAttribute = config.attributes.githubLogin;
  const rule = which === 'all' ? `:${IN_CHAIN}:` : '';
  const filter = `(&${ENABLED_USER}(memberOf${rule}=${escapeValue(dn)}))`;
  const found = await findEntries(client, config.baseDn, filter, attributesOfPerson(githubAttribute));
  return found.map((entry) => asPerson(entry, githubAttribute)).toSorted((a, b) => compare(a.id, b.id));
}

/**
 * The person of this name or address, when the password is theirs and the account may sign in. For a name that is not
 * there the directory is asked all the same, so that guessers cannot tell by the time it takes. One try per call: the
 * directory counts failures towards a lockout.
 */
export async function authenticate(
  access: DirectoryAccess,
  name: string,
  password: string,
): Promise<DirectoryPerson | PasswordRefusal> {
  return readDirectory(access, async (client) => {
    const user = await findUser(client, access, name.includes('@') ? { mail: name } : { id: name });
    const refusal = await tryPassword(client, user?.dn ?? `CN=nobody,${access.config.baseDn}`, password);
    return refusal ?? user?.person ?? 'wrong';
  });
}

interface FoundUser {
  readonly dn: string;
  readonly person: DirectoryPerson;
  readonly entry: Entry;
}

/**
 * An enabled user and where it is; null when there is none.
 * @throws AmbiguousPersonError
 */
export async function findUser(
  client: Client,
  access: DirectoryAccess,
  key: PersonKey,
  more: readonly string[] = [],
): Promise<FoundUser | null> {
  const found = await findUsers(client, access, key, more);
  const ids = found.map(({ person }) => person.id).toSorted();
  if (ids.length > 1) throw new AmbiguousPersonError(key.mail ?? key.githubLogin ?? '', ids);
  return found[0] ?? null;
}

async function findUsers(
  client: Client,
  access: DirectoryAccess,
  key: PersonKey,
  more: readonly string[],
): Promise<FoundUser[]> {
  const { baseDn, attributes } = access.config;
  const condition = conditionOf(access, key);
  if (!condition) return [];
  const wanted = [...attributesOfPerson(attributes.githubLogin), ...more];
  const found = await findEntries(client, baseDn, `(&${ENABLED_USER}${condition})`, wanted);
  return found.map((entry) => {
    const person = withMail(asPerson(entry, attributes.githubLogin), key.mail);
    return { dn: entry.dn, person, entry };
  });
}

/** Every address they answer to. */
function namesOf({ person, entry }: FoundUser): string[] {
  const proxies = valuesOf(entry, 'proxyAddresses').flatMap((value) => /^smtp:(.+)$/i.exec(value)?.[1] ?? []);
  return [person.mail, valueOf(entry, 'userPrincipalName'), ...proxies].filter((address) => address !== '');
}

/** Who was found by another address and has none in `mail` is written to at that one. */
function withMail(person: DirectoryPerson, asked: string | undefined): DirectoryPerson {
  return person.mail === '' && asked ? { ...person, mail: asked.toLowerCase() } : person;
}

function conditionOf(access: DirectoryAccess, key: PersonKey): string | undefined {
  if (key.mail) return byAddress(key.mail);
  if (key.id) return `(${ID}=${escapeValue(key.id)})`;
  return byLogin(access, key.githubLogin) || undefined;
}

/** AD compares all three without case. */
function byAddress(address: string): string {
  const value = escapeValue(address);
  return `(|(mail=${value})(userPrincipalName=${value})(proxyAddresses=smtp:${value}))`;
}

function byLogin({ config }: DirectoryAccess, login: string | undefined): string {
  return login ? `(${config.attributes.githubLogin}=${escapeValue(login)})` : '';
}

/** What `asPerson` needs of an entry. */
export const attributesOfPerson = (githubAttribute: string) => [
  'sAMAccountName',
  'displayName',
  'mail',
  githubAttribute,
];

export function asPerson(entry: Entry, githubAttribute: string): DirectoryPerson {
  const id = valueOf(entry, 'sAMAccountName');
  const githubLogin = valueOf(entry, githubAttribute);
  return {
    id,
    name: valueOf(entry, 'displayName') || id,
    mail: valueOf(entry, 'mail').toLowerCase(),
    ...(githubLogin ? { githubLogin } : {}),
  };
}
