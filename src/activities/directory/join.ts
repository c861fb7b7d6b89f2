/* A later request of a project joins it: nothing of the project is made again, and what it adds is noted on its OU. */
import type { Client } from 'ldapts';
import type { DirectoryAccess } from '../../clients/directory.ts';
import type { AccountPlan, PlannedGroup } from '../../domain/accounts.ts';
import { groupName } from '../../domain/naming.ts';
import { hasName } from '../../domain/same-name.ts';
import { alive } from './alive.ts';
import { requireEntry } from './ensure-entry.ts';
import { inDirectory } from './failures.ts';
import { directMembers, dropMember, ensureMembers } from './members.ts';
import { groupDn, projectDn } from './names.ts';
import { type Added, addedNote, addNote, dropNote, noteTakenBack, readNotes, usesNote } from './notes.ts';
import { wantedGroup, wantedOu } from './wanted.ts';

/** One request in one project. */
export interface Joining {
  readonly client: Client;
  readonly access: DirectoryAccess;
  readonly reference: string;
  readonly project: string;
}

/**
 * Says on the OU that this request needs the project, so that undo of the first request leaves it.
 * @throws AccountConflict when the project does not stand as `madeBy` made it.
 */
export async function joinProject({ client, access, reference, project }: Joining, madeBy: string, plan: AccountPlan) {
  const { config } = access;
  const groups = plan.groups.map((group) => wantedGroup(config, madeBy, project, group));
  for (const entry of [wantedOu(config, madeBy, project), ...groups]) {
    alive();
    await inDirectory(`Looking for ${entry.what}`, () => requireEntry(client, access, entry));
  }
  const dn = projectDn(config, project);
  const notes = await readNotes(client, dn);
  if (!notes?.usedBy.includes(reference)) await addNote(client, dn, usesNote(reference));
}

/**
 * Adds whom the plan adds, and takes out only whom it takes off: people of this request, and people who were there
 * and whom support removed. Who came in by another way since the plan was made stays.
 */
export async function joinGroup(joining: Joining, group: PlannedGroup): Promise<void> {
  const { client, access, reference, project } = joining;
  const { existing = [], members, role, name } = group;
  const dn = groupDn(access.config, project, name);
  const present = (await directMembers(client, access, dn)).map(({ id }) => id);
  const added = members.filter((id) => !hasName(existing, id));
  const noted = (await ourNotes(joining)).added.filter((note) => note.role === role).map(({ id }) => id);
  const fresh = added.filter((id) => !hasName(present, id) && !hasName(noted, id));
  for (const id of fresh) {
    alive();
    await addNote(client, projectDn(access.config, project), addedNote(reference, { id, role }));
  }
  await ensureMembers(client, access, dn, {
    wanted: added,
    mayDrop: (id) => !hasName(members, id) && (hasName(existing, id) || hasName(noted, id)),
  });
}

/** Undo of joining; the same lines on every attempt. */
export async function leaveProject(joining: Joining): Promise<string[]> {
  const { client, access, reference, project } = joining;
  const dn = projectDn(access.config, project);
  const before = await ourNotes(joining);
  for (const added of before.added) {
    alive();
    await dropFrom(joining, added);
    await noteTakenBack(client, dn, reference, { added, before: before.tookBack });
  }
  const { tookBack, uses } = await ourNotes(joining);
  if (uses) await dropNote(client, dn, usesNote(reference));
  return tookBack.map(({ id, role }) => `took back: membership of ${id} in ${groupName(project, role)}`);
}

async function dropFrom({ client, access, project }: Joining, { id, role }: Added): Promise<void> {
  const dn = groupDn(access.config, project, groupName(project, role));
  const member = (await directMembers(client, access, dn)).find((present) => hasName([id], present.id));
  if (member) await dropMember(client, dn, member.dn);
}

async function ourNotes({ client, access, reference, project }: Joining) {
  const notes = await readNotes(client, projectDn(access.config, project));
  const isOurs = ({ by }: { by: string }) => by === reference;
  return {
    uses: notes?.usedBy.includes(reference) ?? false,
    added: notes?.added.filter(isOurs) ?? [],
    tookBack: notes?.tookBack.filter(isOurs) ?? [],
  };
}
