/*
 * Undo of step 2. Only what carries this request's marker is touched, nothing is deleted, and names become free: what
 * is retired keeps its identity (objectGUID, SID, marker) under another name in OU=Retired.
 */

import { AlreadyExistsError, type Client, type Entry } from 'ldapts';
import {
  attribute,
  change,
  type DirectoryAccess,
  escapeDn,
  escapeValue,
  findEntries,
  valueOf,
  valuesOf,
  withDirectory,
} from '../../clients/directory.ts';
import { compare } from '../../domain/compare.ts';
import { alive } from './alive.ts';
import { leaveProject } from './join.ts';
import { MARKER, principalName, retiredDn, retiredId, retiredName } from './names.ts';
import { addNote, notesOf, usedNote } from './notes.ts';

const DISABLED = '514';

/** What one request has in the directory, and is to go. */
export interface Retirement {
  readonly client: Client;
  readonly access: DirectoryAccess;
  readonly reference: string;
}

/** Everything of the request that is retired now, whichever attempt did it, and what had to stay and why. */
export async function retire(
  access: DirectoryAccess,
  { reference, project }: { reference: string; project: string },
): Promise<string[]> {
  return withDirectory(access, async (client) => {
    const retirement = { client, access, reference };
    const lines = await leaveProject({ ...retirement, project });
    const ours = await findOurs(retirement, 'organizationalUnit', MARKER.ou);
    const needed = ours.filter(isNeeded);
    const units = ours.filter((unit) => !isNeeded(unit));
    const groups = (await findOurs(retirement, 'group', MARKER.group)).filter((group) => !isWithin(group, needed));
    const users = await findOurs(retirement, 'user', MARKER.user);
    if (groups.length + users.length + units.length > 0) await ensureRetiredOu(retirement);
    // Whoever needs it now may go before anybody asks again.
    for (const unit of needed) await addNote(client, unit.dn, usedNote(reference));
    for (const user of users) lines.push(await retireUser(retirement, user, groups));
    for (const group of groups) lines.push(await retireGroup(retirement, group));
    for (const unit of units) lines.push(await retireUnit(retirement, unit));
    return [...lines, ...needed.map((unit) => sayNeeded(retirement, unit))];
  });
}

/** By name, since a directory promises no order and every attempt is to say the same. */
export async function findOurs(
  { client, access, reference }: Retirement,
  objectClass: string,
  marker: string,
): Promise<Entry[]> {
  const filter = `(&(objectClass=${objectClass})(${marker}=${escapeValue(reference)}))`;
  const found = await findEntries(client, access.config.baseDn, filter, ['name', 'memberOf', MARKER.ou]);
  return found.toSorted((a, b) => compare(valueOf(a, 'name'), valueOf(b, 'name')));
}

/** Another request's environment lives in the project meanwhile. */
const isNeeded = (unit: Entry) => notesOf(unit).usedBy.length > 0;

const isWithin = ({ dn }: Entry, units: readonly Entry[]) =>
  units.some((unit) => dn.toLowerCase().endsWith(`,${unit.dn.toLowerCase()}`));

function sayNeeded(retirement: Retirement, unit: Entry): string {
  return `left: OU ${plainName(retirement, unit)} and its groups, which ${notesOf(unit).usedBy.join(' and ')} needs`;
}

export async function ensureRetiredOu({ client, access }: Pick<Retirement, 'client' | 'access'>): Promise<void> {
  try {
    await client.add(retiredDn(access.config), [attribute('objectClass', 'top', 'organizationalUnit')]);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
}

/** Disables first, so that a failure halfway leaves nothing usable; a user whom other groups need stays as they are. */
export async function retireUser(retirement: Retirement, user: Entry, groups: readonly Entry[]): Promise<string> {
  alive();
  const id = plainName(retirement, user);
  const ours = new Set(groups.map((group) => group.dn.toLowerCase()));
  const elsewhere = valuesOf(user, 'memberOf').filter((dn) => !ours.has(dn.toLowerCase()));
  if (elsewhere.length > 0) return `left: user ${id}, who is a member of ${elsewhere.join(' and ')}`;
  if (!isRetired(retirement, user)) {
    const newId = retiredId(id, retirement.reference);
    await retirement.client.modify(user.dn, [
      change('replace', 'userAccountControl', DISABLED),
      change('replace', 'sAMAccountName', newId),
      change('replace', 'userPrincipalName', principalName(retirement.access.config, newId)),
    ]);
    await moveAway(retirement, user, `CN=${escapeDn(retiredName(id, retirement.reference))}`);
  }
  return `disabled and moved away: user ${id}`;
}

/** Without members and under another account name it grants nothing, wherever it was referred to. */
export async function retireGroup(retirement: Retirement, group: Entry): Promise<string> {
  alive();
  const name = plainName(retirement, group);
  if (!isRetired(retirement, group)) {
    await retirement.client.modify(group.dn, [
      change('replace', 'member'),
      change('replace', 'sAMAccountName', retiredName(name, retirement.reference)),
    ]);
    await moveAway(retirement, group, `CN=${escapeDn(retiredName(name, retirement.reference))}`);
  }
  return `emptied and moved away: group ${name}`;
}

/** An OU in which others keep something stays where it is. */
export async function retireUnit(retirement: Retirement, unit: Entry): Promise<string> {
  alive();
  const name = plainName(retirement, unit);
  if (isRetired(retirement, unit)) return `moved away: OU ${name}`;
  const content = await findEntries(retirement.client, unit.dn, '(objectClass=*)', ['name']);
  if (content.length > 1) return `left: OU ${name}, which holds entries that are not of this request`;
  await moveAway(retirement, unit, `OU=${escapeDn(retiredName(name, retirement.reference))}`);
  return `moved away: OU ${name}`;
}

function moveAway({ client, access }: Retirement, entry: Entry, ownPart: string): Promise<void> {
  return client.modifyDN(entry.dn, `${ownPart},${retiredDn(access.config)}`);
}

function isRetired({ access }: Retirement, entry: Entry): boolean {
  return entry.dn.toLowerCase().endsWith(`,${retiredDn(access.config).toLowerCase()}`);
}

/** The name before it was retired. */
function plainName({ reference }: Retirement, entry: Entry): string {
  const name = valueOf(entry, 'name');
  const suffix = retiredName('', reference);
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}
