import type { Client } from 'ldapts';
import type { DirectoryAccess } from '../../clients/directory.ts';
import { type DirectoryPerson, peopleIn } from '../../clients/directory-people.ts';
import { PROJECT_ROLES, type ProjectRole, type StandingProject } from '../../domain/accounts.ts';
import { groupName } from '../../domain/naming.ts';
import type { ServiceRequest } from '../../domain/request.ts';
import { hasName } from '../../domain/same-name.ts';
import { failure } from '../failures.ts';
import { alive } from './alive.ts';
import { requireEntry } from './ensure-entry.ts';
import { groupDn, projectDn } from './names.ts';
import { type Notes, readNotes } from './notes.ts';
import { wantedGroup } from './wanted.ts';

export interface Standing extends StandingProject {
  /** Everybody in the groups, once each. */
  readonly people: readonly DirectoryPerson[];
}

/**
 * The project as an earlier request made it; null when it is new, or of this very request.
 * @throws AccountConflict when it is not Berth's, not whole, or not led by the request's lead.
 */
export async function findStanding(
  client: Client,
  access: DirectoryAccess,
  request: ServiceRequest,
): Promise<Standing | null> {
  const { project, reference } = request;
  const notes = await readNotes(client, projectDn(access.config, project));
  if (!notes || notes.madeBy === reference) return null;
  const { madeBy } = notes;
  if (madeBy === undefined) throw failure('AccountConflict', `OU ${project} exists already and Berth did not make it`);
  for (const role of PROJECT_ROLES) {
    alive();
    await requireEntry(
      client,
      access,
      wantedGroup(access.config, madeBy, project, { role, name: groupName(project, role) }),
    );
  }
  await requireLead(client, access, request, madeBy);
  return readMembers(client, access, request, { ...notes, madeBy });
}

/** A project takes in people only in the name of somebody who leads it. */
async function requireLead(
  client: Client,
  access: DirectoryAccess,
  { project, lead, leadId }: ServiceRequest,
  madeBy: string,
): Promise<void> {
  const leads = await peopleIn(client, access, groupDn(access.config, project, groupName(project, 'leads')));
  if (leads.some((person) => hasName([leadId], person.id) && person.mail === lead.toLowerCase())) return;
  const names = leads.map(({ name, mail }) => `${name} <${mail}>`).join(', ') || 'nobody now';
  const message = `${project} was made by ${madeBy} and is led by ${names}; ${lead} does not lead it`;
  throw failure('AccountConflict', `${message}. Ask again and name one of its leads, or choose another project`);
}

/** Disabled people, and those without a mail address, stay in the groups and out of the plan. */
async function readMembers(
  client: Client,
  access: DirectoryAccess,
  { project, reference }: ServiceRequest,
  { madeBy, added }: Notes & { madeBy: string },
): Promise<Standing> {
  const people = new Map<string, DirectoryPerson>();
  const members: Record<ProjectRole, string[]> = { leads: [], developers: [], viewers: [] };
  for (const role of PROJECT_ROLES) {
    alive();
    const present = await peopleIn(client, access, groupDn(access.config, project, groupName(project, role)), 'direct');
    const ours = added.filter((note) => note.by === reference && note.role === role).map(({ id }) => id);
    for (const person of present.filter(({ id, mail }) => mail !== '' && !hasName(ours, id))) {
      members[role].push(person.id);
      people.set(person.id, person);
    }
  }
  return { madeBy, members, people: [...people.values()] };
}
