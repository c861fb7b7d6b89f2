import type { Client, Entry } from 'ldapts';
import { type DirectoryAccess, escapeValue, findEntries, readDirectory, signInAs, valueOf } from './directory.ts';

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
  /** The mail attribute, or the user principal name. */
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

const ENABLED_USER = '(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2))';
const IN_CHAIN = '1.2.840.113556.1.4.1941';

/**
 * A person whose account is enabled, or null.
 * @throws AmbiguousPersonError, and what `withDirectory` throws.
 */
export async function lookUpPerson(access: DirectoryAccess, key: PersonKey): Promise<DirectoryPerson | null> {
  return readDirectory(access, async (client) => (await findUser(client, access, key))?.person ?? null);
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

/** Directory ids of the enabled people in a group, through other groups too; empty when there is no such group. */
export async function membersOf(access: DirectoryAccess, group: string): Promise<string[]> {
  return readDirectory(access, async (client) => {
    const named = `(&(objectClass=group)(sAMAccountName=${escapeValue(group)}))`;
    const [found] = await findEntries(client, access.config.baseDn, named, ['sAMAccountName']);
    if (!found) return [];
    const people = await peopleIn(client, access, found.dn);
    return people.map((person) => person.id);
  });
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
  return found.map((entry) => asPerson(entry, githubAttribute)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The person, when the password is theirs and the account may sign in; null otherwise, without a reason that would
 * help a guesser. One try per call: the directory counts failures towards a lockout.
 */
export async function authenticate(
  access: DirectoryAccess,
  id: string,
  password: string,
): Promise<DirectoryPerson | null> {
  return readDirectory(access, async (client) => {
    const user = await findUser(client, access, { id });
    return user && (await signInAs(client, user.dn, password)) ? user.person : null;
  });
}

/** An enabled user and where it is; null when there is none. */
export async function findUser(
  client: Client,
  { config }: DirectoryAccess,
  key: PersonKey,
  more: readonly string[] = [],
): Promise<{ dn: string; person: DirectoryPerson; entry: Entry } | null> {
  const githubAttribute = config.attributes.githubLogin;
  const condition = conditionOf(key, githubAttribute);
  if (!condition) return null;
  const attributes = [...attributesOfPerson(githubAttribute), ...more];
  const found = await findEntries(client, config.baseDn, `(&${ENABLED_USER}${condition})`, attributes);
  const people = found.map((entry) => withMail(asPerson(entry, githubAttribute), key.mail));
  if (people.length > 1)
    throw new AmbiguousPersonError(
      condition,
      people.map((person) => person.id),
    );
  const [entry, person] = [found[0], people[0]];
  return entry && person ? { dn: entry.dn, person, entry } : null;
}

/** Who was found by the principal name and has no other address is written to at that one. */
function withMail(person: DirectoryPerson, asked: string | undefined): DirectoryPerson {
  return person.mail === '' && asked ? { ...person, mail: asked.toLowerCase() } : person;
}

function conditionOf(key: PersonKey, githubAttribute: string): string | undefined {
  if (key.mail) return `(|(mail=${escapeValue(key.mail)})(userPrincipalName=${escapeValue(key.mail)}))`;
  if (key.id) return `(sAMAccountName=${escapeValue(key.id)})`;
  return key.githubLogin ? `(${githubAttribute}=${escapeValue(key.githubLogin)})` : undefined;
}

const attributesOfPerson = (githubAttribute: string) => ['sAMAccountName', 'displayName', 'mail', githubAttribute];

function asPerson(entry: Entry, githubAttribute: string): DirectoryPerson {
  const id = valueOf(entry, 'sAMAccountName');
  const githubLogin = valueOf(entry, githubAttribute);
  return {
    id,
    name: valueOf(entry, 'displayName') || id,
    mail: valueOf(entry, 'mail').toLowerCase(),
    ...(githubLogin ? { githubLogin } : {}),
  };
}
