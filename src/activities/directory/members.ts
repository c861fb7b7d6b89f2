import {
  AlreadyExistsError,
  type Client,
  NoSuchAttributeError,
  NoSuchObjectError,
  TypeOrValueExistsError,
  UnwillingToPerformError,
} from 'ldapts';
import { change, type DirectoryAccess, escapeValue, findEntries, valueOf } from '../../clients/directory.ts';
import { findUser } from '../../clients/directory-people.ts';
import { hasName } from '../../domain/same-name.ts';
import { failure } from '../failures.ts';
import { alive } from './alive.ts';

/** A member of a group, by id and by where its entry is. */
export interface Member {
  readonly id: string;
  readonly dn: string;
}

/** Direct members; asked from their side, so that no two spellings of a DN have to be compared. */
export async function directMembers(client: Client, { config }: DirectoryAccess, group: string): Promise<Member[]> {
  const filter = `(&(objectClass=user)(memberOf=${escapeValue(group)}))`;
  const found = await findEntries(client, config.baseDn, filter, ['sAMAccountName']);
  return found.map((entry) => ({ id: valueOf(entry, 'sAMAccountName'), dn: entry.dn }));
}

/** Makes the members of a group exactly these: an earlier attempt may have gone by an older plan. */
export function ensureExactMembers(
  client: Client,
  access: DirectoryAccess,
  group: string,
  ids: readonly string[],
): Promise<void> {
  return ensureMembers(client, access, group, { wanted: ids, mayDrop: (id) => !hasName(ids, id) });
}

/** What is to become of a group's members. */
export interface MemberChange {
  /** Ids of people who are to be in it. */
  readonly wanted: readonly string[];
  /** Of the others in it, who is to be taken out. */
  readonly mayDrop: (id: string) => boolean;
}

/** @throws InvalidAccountPlan when somebody who is wanted has no account any more. */
export async function ensureMembers(
  client: Client,
  access: DirectoryAccess,
  group: string,
  { wanted, mayDrop }: MemberChange,
): Promise<void> {
  const current = await directMembers(client, access, group);
  const present = current.map((member) => member.id);
  for (const id of wanted.filter((each) => !hasName(present, each))) {
    alive();
    await addMember(client, group, await dnOf(client, access, id));
  }
  for (const { id, dn } of current) {
    alive();
    if (mayDrop(id)) await dropMember(client, group, dn);
  }
}

async function dnOf(client: Client, access: DirectoryAccess, id: string): Promise<string> {
  const user = await findUser(client, access, { id });
  if (!user)
    throw failure('InvalidAccountPlan', `${id} has no enabled account: take them off the plan or name another`);
  return user.dn;
}

async function addMember(client: Client, group: string, dn: string): Promise<void> {
  try {
    await client.modify(group, change('add', 'member', dn));
  } catch (error) {
    if (!(error instanceof AlreadyExistsError || error instanceof TypeOrValueExistsError)) throw error;
  }
}

/** Takes a member out; one who is gone already is no failure. */
export async function dropMember(client: Client, group: string, dn: string): Promise<void> {
  try {
    await client.modify(group, change('delete', 'member', dn));
  } catch (error) {
    const gone = [UnwillingToPerformError, NoSuchAttributeError, NoSuchObjectError];
    if (!gone.some((kind) => error instanceof kind)) throw error;
  }
}
