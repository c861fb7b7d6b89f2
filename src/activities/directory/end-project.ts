/* What becomes of a project's accounts when one of its environments was removed: with the last one, all of them go. */
import type { Client, Entry } from 'ldapts';
import { type DirectoryAccess, escapeValue, findEntries, withDirectory } from '../../clients/directory.ts';
import type { ProjectEnd } from '../../domain/accounts.ts';
import { MARKER } from './names.ts';
import { addNote, needs, notesOf, usedNote } from './notes.ts';
import { ensureRetiredOu, findOurs, type Retirement, retireGroup, retireUnit, retireUser } from './retire.ts';

/** @param reference of the request that made the environment. Doing it again says the same. */
export function endProject(
  access: DirectoryAccess,
  { project, reference }: { project: string; reference: string },
): Promise<ProjectEnd> {
  return withDirectory(access, async (client) => {
    const unit = await findUnit(client, access, reference);
    if (!unit) return { done: [], neededBy: [] };
    await addNote(client, unit.dn, usedNote(reference));
    const notes = notesOf(unit);
    const neededBy = needs(notes).filter((other) => other !== reference);
    const madeBy = notes.madeBy === undefined ? {} : { madeBy: notes.madeBy };
    if (neededBy.length > 0) {
      const line = `left: OU ${project}, its groups and their people, which ${neededBy.join(' and ')} needs`;
      return { done: [line], ...madeBy, neededBy };
    }
    const references = new Set([...(notes.madeBy === undefined ? [] : [notes.madeBy]), ...notes.ended, reference]);
    const retirements = [...references].map((by) => ({ client, access, reference: by }));
    return { done: await retireAll(client, access, retirements), ...madeBy, neededBy };
  });
}

/** The project's OU by its notes, wherever it is by now. */
async function findUnit(client: Client, access: DirectoryAccess, reference: string): Promise<Entry | undefined> {
  const values = [reference, `${reference} uses it`, usedNote(reference)];
  const noted = values.map((value) => `(${MARKER.ou}=${escapeValue(value)})`).join('');
  const filter = `(&(objectClass=organizationalUnit)(|${noted}))`;
  const [unit] = await findEntries(client, access.config.baseDn, filter, ['name', MARKER.ou]);
  return unit;
}

/** Users first, so that whoever keeps an account is told by the groups of others alone. */
async function retireAll(
  client: Client,
  access: DirectoryAccess,
  retirements: readonly Retirement[],
): Promise<string[]> {
  await ensureRetiredOu({ client, access });
  const groups = await findAll(retirements, 'group', MARKER.group);
  const users = await findAll(retirements, 'user', MARKER.user);
  const units = await findAll(retirements, 'organizationalUnit', MARKER.ou);
  const ours = groups.map(({ entry }) => entry);
  const lines: string[] = [];
  for (const { retirement, entry } of users) lines.push(await retireUser(retirement, entry, ours));
  for (const { retirement, entry } of groups) lines.push(await retireGroup(retirement, entry));
  for (const { retirement, entry } of units) lines.push(await retireUnit(retirement, entry));
  return lines;
}

async function findAll(retirements: readonly Retirement[], objectClass: string, marker: string) {
  const found: { retirement: Retirement; entry: Entry }[] = [];
  for (const retirement of retirements) {
    const entries = await findOurs(retirement, objectClass, marker);
    found.push(...entries.map((entry) => ({ retirement, entry })));
  }
  return found;
}
