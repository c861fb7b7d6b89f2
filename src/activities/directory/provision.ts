import type { Client } from 'ldapts';
import { type DirectoryAccess, withDirectory } from '../../clients/directory.ts';
import { additionsOf } from '../../domain/account-plan.ts';
import type { AccountPlan, AccountResult } from '../../domain/accounts.ts';
import { alive } from './alive.ts';
import { ensureEntry, type Wanted } from './ensure-entry.ts';
import { inDirectory } from './failures.ts';
import { type Joining, joinGroup, joinProject } from './join.ts';
import { ensureExactMembers } from './members.ts';
import { groupDn } from './names.ts';
import { wantedGroup, wantedOu, wantedUser } from './wanted.ts';

/**
 * OU, groups, new users, memberships, in this order; the same result on every attempt. A project that another request
 * made gets only what this one adds.
 */
export async function provision(
  access: DirectoryAccess,
  { reference, plan }: { reference: string; plan: AccountPlan },
): Promise<AccountResult> {
  const newPeople = plan.people.filter((person) => !person.exists);
  const wanted = [
    ...(plan.madeBy === undefined ? wantedProject(access, reference, plan) : []),
    ...newPeople.map((person) => wantedUser(access.config, reference, person)),
  ];
  await withDirectory(access, async (client) => {
    const joining = { client, access, reference, project: plan.project };
    if (plan.madeBy !== undefined) await joinProject(joining, plan.madeBy, plan);
    await makeAll(client, access, wanted);
    await ensureAllMembers(joining, plan);
  });
  return {
    created: [...wanted.map(({ what }) => what), ...membershipsOf(additionsOf(plan))],
    toActivate: newPeople.map((person) => person.id),
  };
}

function wantedProject({ config }: DirectoryAccess, reference: string, { project, groups }: AccountPlan): Wanted[] {
  return [
    wantedOu(config, reference, project),
    ...groups.map((group) => wantedGroup(config, reference, project, group)),
  ];
}

async function makeAll(client: Client, access: DirectoryAccess, wanted: readonly Wanted[]): Promise<void> {
  for (const entry of wanted) {
    alive();
    await inDirectory(`Making ${entry.what}`, () => ensureEntry(client, access, entry));
  }
}

async function ensureAllMembers(joining: Joining, plan: AccountPlan): Promise<void> {
  const { client, access, project } = joining;
  for (const group of plan.groups) {
    const dn = groupDn(access.config, project, group.name);
    await inDirectory(`Setting the members of ${group.name}`, () =>
      plan.madeBy === undefined ? ensureExactMembers(client, access, dn, group.members) : joinGroup(joining, group),
    );
  }
}

function membershipsOf({ groups }: AccountPlan): string[] {
  return groups.flatMap(({ name, members }) => members.map((id) => `membership of ${id} in ${name}`));
}
