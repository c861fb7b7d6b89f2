import type { Client } from 'ldapts';
import { type DirectoryAccess, escapeValue, findEntries, valueOf, withDirectory } from '../../clients/directory.ts';
import { findUser } from '../../clients/directory-people.ts';
import type { AccountPlan, PlannedGroup, PlannedPerson } from '../../domain/accounts.ts';
import { PROJECT_ROLES } from '../../domain/accounts.ts';
import { groupName } from '../../domain/naming.ts';
import { nameFromMail, proposeId } from '../../domain/person-id.ts';
import type { ServiceRequest } from '../../domain/request.ts';
import { hasName } from '../../domain/same-name.ts';
import { failure } from '../failures.ts';
import { alive } from './alive.ts';
import { MARKER, newUserDn, principalName } from './names.ts';
import { findStanding, type Standing } from './standing.ts';

/** What step 2 would make for a request; reads only. */
export async function proposePlan(access: DirectoryAccess, request: ServiceRequest): Promise<AccountPlan> {
  return withDirectory(access, async (client) => {
    const people: PlannedPerson[] = [];
    for (const mail of new Set([request.lead, request.requester, ...request.members])) {
      alive();
      people.push(await planPerson(client, access, request, mail, people));
    }
    const lead = people[0];
    if (!lead?.exists) {
      throw failure('InvalidRequest', `The directory knows no ${request.lead}: name a lead who has an account`);
    }
    const standing = await findStanding(client, access, request);
    if (standing) return joinStanding(request.project, people, standing);
    return { project: request.project, people, groups: planGroups(request.project, people) };
  });
}

/** What stands, and the requester and members among the developers; whoever leads already needs no second group. */
function joinStanding(
  project: string,
  people: readonly PlannedPerson[],
  { madeBy, members, people: present }: Standing,
): AccountPlan {
  const ids = people.map((person) => person.id);
  const inside = [...members.leads, ...members.developers];
  const added = ids.slice(1).filter((id) => !hasName(inside, id));
  const known = present.filter(({ id }) => !hasName(ids, id)).map((person) => ({ ...person, exists: true }));
  const groups = PROJECT_ROLES.map((role) => ({
    role,
    name: groupName(project, role),
    members: [...members[role], ...(role === 'developers' ? added : [])],
    existing: members[role],
  }));
  return { project, madeBy, people: [...people, ...known], groups };
}

/** The lead leads; requester and members develop; viewers come later. */
function planGroups(project: string, [lead, ...developers]: readonly PlannedPerson[]): PlannedGroup[] {
  const members = { leads: lead ? [lead.id] : [], developers: developers.map((person) => person.id), viewers: [] };
  return PROJECT_ROLES.map((role) => ({ role, name: groupName(project, role), members: members[role] }));
}

/** Somebody this request made in an earlier attempt is still its new person. */
async function planPerson(
  client: Client,
  access: DirectoryAccess,
  request: ServiceRequest,
  mail: string,
  planned: readonly PlannedPerson[],
): Promise<PlannedPerson> {
  const user = await findUser(client, access, { mail }, [MARKER.user]);
  if (user) {
    const exists = valueOf(user.entry, MARKER.user) !== request.reference;
    const { id, name, githubLogin } = user.person;
    return { mail, id, name, exists, ...(githubLogin === undefined ? {} : { githubLogin }) };
  }
  const id = await freeId(client, access, mail, new Set(planned.map((person) => person.id)));
  return { mail, id, name: nameFromMail(mail), exists: false };
}

async function freeId(
  client: Client,
  access: DirectoryAccess,
  mail: string,
  planned: ReadonlySet<string>,
): Promise<string> {
  for (let taken = 0; ; taken += 1) {
    alive();
    const id = proposeId(mail, taken);
    if (!planned.has(id) && (await holdersOf(client, access, id)).length === 0) return id;
  }
}

/** Names of the entries that stand in the way of a new user of this id. */
export async function holdersOf(client: Client, access: DirectoryAccess, id: string): Promise<string[]> {
  const { config } = access;
  const names = [`sAMAccountName=${escapeValue(id)}`, `userPrincipalName=${escapeValue(principalName(config, id))}`];
  const inTheWay = [...names, `distinguishedName=${escapeValue(newUserDn(config, id))}`];
  const filter = `(|${inTheWay.map((condition) => `(${condition})`).join('')})`;
  const found = await findEntries(client, config.baseDn, filter, ['sAMAccountName']);
  return found.map((entry) => valueOf(entry, 'sAMAccountName') || entry.dn);
}
