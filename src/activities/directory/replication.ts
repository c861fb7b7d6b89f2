import type { Client } from 'ldapts';
import { type DirectoryAccess, readEntry, withDirectory } from '../../clients/directory.ts';
import { findUser } from '../../clients/directory-people.ts';
import { additionsOf } from '../../domain/account-plan.ts';
import type { AccountPlan, PlannedGroup, ReplicationGap } from '../../domain/accounts.ts';
import { alive } from './alive.ts';
import { inDirectory } from './failures.ts';
import { directMembers } from './members.ts';
import { groupDn, projectDn } from './names.ts';

/**
 * What of the plan some server does not show yet; a server that cannot be asked is a failure, not a gap. Of a project
 * that stood before, only what the request adds is asked for: others may leave it meanwhile.
 */
export async function findGaps(access: DirectoryAccess, plan: AccountPlan): Promise<ReplicationGap[]> {
  const gaps: ReplicationGap[] = [];
  for (const server of access.config.servers) {
    const name = new URL(server).host;
    const missing = await inDirectory(`Reading back from ${name}`, () =>
      withDirectory(access, (client) => missingOn(client, access, additionsOf(plan)), server),
    );
    gaps.push(...missing.map((what) => ({ server: name, name: what })));
  }
  return gaps;
}

async function missingOn(client: Client, access: DirectoryAccess, plan: AccountPlan): Promise<string[]> {
  const missing: string[] = [];
  alive();
  if (!(await readEntry(client, projectDn(access.config, plan.project), ['ou']))) missing.push(`OU ${plan.project}`);
  for (const { id } of plan.people) {
    alive();
    if (!(await findUser(client, access, { id }))) missing.push(`user ${id}`);
  }
  for (const group of plan.groups) {
    alive();
    missing.push(...(await missingOfGroup(client, access, plan.project, group)));
  }
  return missing;
}

async function missingOfGroup(
  client: Client,
  access: DirectoryAccess,
  project: string,
  { name, members }: PlannedGroup,
): Promise<string[]> {
  const dn = groupDn(access.config, project, name);
  if (!(await readEntry(client, dn, ['cn']))) return [`group ${name}`];
  const present = new Set((await directMembers(client, access, dn)).map((member) => member.id.toLowerCase()));
  return members.filter((id) => !present.has(id.toLowerCase())).map((id) => `membership of ${id} in ${name}`);
}
