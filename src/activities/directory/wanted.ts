/* What step 2 wants to stand in the directory, as entries. */
import { attribute, passwordAttribute } from '../../clients/directory.ts';
import type { Config } from '../../config.ts';
import type { PlannedGroup, PlannedPerson } from '../../domain/accounts.ts';
import type { Wanted } from './ensure-entry.ts';
import { groupDn, MARKER, newUserDn, principalName, projectDn } from './names.ts';
import { randomPassword } from './random-password.ts';

const ENABLED = '512';
const GLOBAL_SECURITY_GROUP = '-2147483646';

export function wantedOu(config: Config['directory'], reference: string, project: string): Wanted {
  return {
    what: `OU ${project}`,
    dn: projectDn(config, project),
    attributes: [attribute('objectClass', 'top', 'organizationalUnit')],
    marker: { name: MARKER.ou, reference },
  };
}

export function wantedGroup(
  config: Config['directory'],
  reference: string,
  project: string,
  { role, name }: Pick<PlannedGroup, 'role' | 'name'>,
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
export function wantedUser(config: Config['directory'], reference: string, { id, name, mail }: PlannedPerson): Wanted {
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
