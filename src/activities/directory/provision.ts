import type { Client } from 'ldapts';
import { attribute, type DirectoryAccess, passwordAttribute, withDirectory } from '../../clients/directory.ts';
import type { Config } from '../../config.ts';
import type { AccountPlan, AccountResult, PlannedGroup, PlannedPerson } from '../../domain/accounts.ts';
import { alive } from './alive.ts';
import { ensureEntry, type Wanted } from './ensure-entry.ts';
import { inDirectory } from './failures.ts';
import { ensureMembers } from './members.ts';
import { groupDn, MARKER, newUserDn, principalName, projectDn } from './names.ts';
import { randomPassword } from './random-password.ts';

const ENABLED = '512';
const GLOBAL_SECURITY_GROUP = '-2147483646';

/** OU, groups, new users, memberships, in this order; the same result on every attempt. */
export async function provision(
  access: DirectoryAccess,
  { reference, plan }: { reference: string; plan: AccountPlan },
): Promise<AccountResult> {
  const newPeople = plan.people.filter((person) => !person.exists);
  const wanted = [
    wantedOu(access.config, reference, plan.project),
    ...plan.groups.map((group) => wantedGroup(access.config, reference, plan.project, group)),
    ...newPeople.map((person) => wantedUser(access.config, reference, person)),
  ];
  await withDirectory(access, async (client) => {
    for (const entry of wanted) {
      alive();
      await inDirectory(`Making ${entry.what}`, () => ensureEntry(client, access, entry));
    }
    await ensureAllMembers(client, access, plan);
  });
  return {
    created: [...wanted.map(({ what }) => what), ...membershipsOf(plan)],
    toActivate: newPeople.map((person) => person.id),
  };
}

async function ensureAllMembers(client: Client, access: DirectoryAccess, plan: AccountPlan): Promise<void> {
  for (const { name, members } of plan.groups) {
    const dn = groupDn(access.config, plan.project, name);
    await inDirectory(`Setting the members of ${name}`, () => ensureMembers(client, access, dn, members));
  }
}

function membershipsOf({ groups }: AccountPlan): string[] {
  return groups.flatMap(({ name, members }) => members.map((id) => `membership of ${id} in ${name}`));
}

function wantedOu(config: Config['directory'], reference: string, project: string): Wanted {
  return {
    what: `OU ${project}`,
    dn: projectDn(config, project),
    attributes: [attribute('objectClass', 'top', 'organizationalUnit')],
    marker: { name: MARKER.ou, reference },
  };
}

function wantedGroup(
  config: Config['directory'],
  reference: string,
  project: string,
  { role, name }: PlannedGroup,
): Wanted {
  return {
    what: `group ${name}`,
    dn: groupDn(config, project, name),
    account: name,
    attributes: [
      attribute('objectClass', 'top', 'group'),
      attribute('sAMAccountName', name),
      attribute('groupType', GLOBAL_SECURITY_GROUP),
      attribute('description', `${role} of ${project}`),
    ],
    marker: { name: MARKER.group, reference },
  };
}

/** Enabled, with a password nobody knows: an account that must change its password could not bind to do so. */
function wantedUser(config: Config['directory'], reference: string, { id, name, mail }: PlannedPerson): Wanted {
  return {
    what: `user ${id}`,
    dn: newUserDn(config, id),
    account: id,
    attributes: [
      attribute('objectClass', 'top', 'person', 'organizationalPerson', 'user'),
      attribute('sAMAccountName', id),
      attribute('userPrincipalName', principalName(config, id)),
      attribute('displayName', name),
      attribute('mail', mail),
      attribute('userAccountControl', ENABLED),
      passwordAttribute(randomPassword()),
    ],
    marker: { name: MARKER.user, reference },
  };
}
