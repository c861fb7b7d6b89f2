/*
 * What a project's OU says about its requests, in the values of its marker attribute: the reference of the one that
 * made it, and notes of later ones. By the notes undo knows whom a request added, whatever was edited since, and that
 * the first request's OU and groups must stay while another needs them.
 */
import { type Client, type Entry, NoSuchAttributeError, TypeOrValueExistsError } from 'ldapts';
import { change, type DirectoryAccess, readEntry, valuesOf, withDirectory } from '../../clients/directory.ts';
import type { ProjectRole } from '../../domain/accounts.ts';
import { REFERENCE } from '../../domain/naming.ts';
import { MARKER, projectDn } from './names.ts';

/** A person whom a request put into one of the project's groups. */
export interface Added {
  readonly id: string;
  readonly role: ProjectRole;
}

export interface Notes {
  /** Absent when Berth did not make the OU. */
  readonly madeBy?: string;
  /** References of later requests that need the project. */
  readonly usedBy: readonly string[];
  /** References of requests that needed it and no longer do; who made it may be among them. */
  readonly ended: readonly string[];
  readonly added: readonly (Added & { readonly by: string })[];
  readonly tookBack: readonly (Added & { readonly by: string })[];
}

const USES = /^(BR-\w+) uses it$/;
const USED = /^(BR-\w+) used it$/;
const ADDED = /^(BR-\w+) added (.+) to (leads|developers|viewers)$/;
const TOOK_BACK = /^(BR-\w+) took back (.+) from (leads|developers|viewers)$/;

export const usesNote = (reference: string) => `${reference} uses it`;
/** Of a request that has ended, or whose environment was removed. */
export const usedNote = (reference: string) => `${reference} used it`;
export const addedNote = (reference: string, { id, role }: Added) => `${reference} added ${id} to ${role}`;

const tookBackNote = (reference: string, { id, role }: Added) => `${reference} took back ${id} from ${role}`;

/** The notes of the OU at `dn`; null when there is no such OU. */
export async function readNotes(client: Client, dn: string): Promise<Notes | null> {
  const unit = await readEntry(client, dn, [MARKER.ou]);
  return unit && notesOf(unit);
}

/** References of the requests that need a project; none when it has gone. */
export function usersOf(access: DirectoryAccess, project: string): Promise<string[]> {
  return withDirectory(access, async (client) => {
    const notes = await readNotes(client, projectDn(access.config, project));
    return notes ? needs(notes) : [];
  });
}

/** Who needs the project now: the request that made it, until it has ended, and later ones. */
export function needs({ madeBy, usedBy, ended }: Notes): string[] {
  return madeBy === undefined || ended.includes(madeBy) ? [...usedBy] : [madeBy, ...usedBy];
}

/** The notes of an OU that was read with its marker attribute. */
export function notesOf(unit: Entry): Notes {
  const values = valuesOf(unit, MARKER.ou);
  const ended = values.flatMap((value) => USED.exec(value)?.[1] ?? []);
  const madeBy = values.find((value) => REFERENCE.test(value));
  return {
    ...(madeBy === undefined ? {} : { madeBy }),
    usedBy: values.flatMap((value) => USES.exec(value)?.[1] ?? []).filter((by) => !ended.includes(by)),
    ended,
    added: values.flatMap((value) => personIn(ADDED.exec(value))),
    tookBack: values.flatMap((value) => personIn(TOOK_BACK.exec(value))),
  };
}

function personIn(match: RegExpExecArray | null): (Added & { by: string })[] {
  const [, by, id, role] = match ?? [];
  return by && id && role ? [{ by, id, role: role as ProjectRole }] : [];
}

export async function addNote(client: Client, dn: string, note: string): Promise<void> {
  try {
    await client.modify(dn, change('add', MARKER.ou, note));
  } catch (error) {
    if (!(error instanceof TypeOrValueExistsError)) throw error;
  }
}

/** Turns the note of an addition into that of its undo, in one write. @param before what was taken back earlier. */
export async function noteTakenBack(
  client: Client,
  dn: string,
  reference: string,
  { added, before }: { added: Added; before: readonly Added[] },
): Promise<void> {
  const isNoted = before.some(({ id, role }) => id === added.id && role === added.role);
  await client.modify(dn, [
    change('delete', MARKER.ou, addedNote(reference, added)),
    ...(isNoted ? [] : [change('add', MARKER.ou, tookBackNote(reference, added))]),
  ]);
}

export async function dropNote(client: Client, dn: string, note: string): Promise<void> {
  try {
    await client.modify(dn, change('delete', MARKER.ou, note));
  } catch (error) {
    if (!(error instanceof NoSuchAttributeError)) throw error;
  }
}
