import { type DirectoryAccess, findEntries, readDirectory, valuesOf } from '../../clients/directory.ts';
import type { Config } from '../../config.ts';
import { DIRECTORY_MARKER, RETIRED_OU } from '../../domain/naming.ts';
import type { Orphan } from './orphan.ts';
import type { Requests } from './requests.ts';

interface Entry {
  readonly dn: string;
  readonly title: string;
  /** Of the request that made it, and of an OU also those that use it. */
  readonly references: readonly string[];
  readonly memberOf: readonly string[];
}

const CLASSES = { ou: 'organizationalUnit', group: 'group', user: 'user' } as const;
type Kind = keyof typeof CLASSES;
const TITLES = { ou: 'OU', group: 'group', user: 'user' } as const;
/** The whole value, or a note of a later request that needs the project. */
const REFERENCES = /^(BR-[0-9A-Z]{10})(?: uses it)?$/;

/**
 * OUs, groups and users with Berth's marker, whose requests neither go on nor stand on main. What was retired is where
 * it belongs; a group in an OU that stays, and a user who is in other groups, were left on purpose.
 */
export async function orphansInDirectory(
  config: Pick<Config, 'directory' | 'caFile'>,
  requests: Requests,
): Promise<Orphan[]> {
  const access = { config: config.directory, ...(config.caFile ? { caFile: config.caFile } : {}) };
  const units = await splitOf(await entriesOf(access, 'ou'), requests);
  const groups = await splitOf(await entriesOf(access, 'group'), requests);
  const users = await splitOf(await entriesOf(access, 'user'), requests);
  const leftGroups = groups.over.filter(({ entry }) => !units.kept.some((unit) => isWithin(entry.dn, unit.dn)));
  const leftDns = new Set(leftGroups.map(({ entry }) => entry.dn.toLowerCase()));
  const leftUsers = users.over.filter(({ entry }) => entry.memberOf.every((dn) => leftDns.has(dn.toLowerCase())));
  const retired = retiredOu(access);
  const mend = `make sure that nobody needs it, then move it to ${retired}`;
  return [...leftUsers, ...leftGroups, ...units.over].map(({ entry: { title, dn }, words }) => ({
    what: `${title} ${dn}`,
    detail: `${words}: ${title === TITLES.user ? 'disable it, ' : ''}${mend}`,
  }));
}

interface Split {
  readonly kept: readonly Entry[];
  readonly over: readonly { readonly entry: Entry; readonly words: string }[];
}

async function splitOf(entries: readonly Entry[], requests: Requests): Promise<Split> {
  const kept: Entry[] = [];
  const over: { entry: Entry; words: string }[] = [];
  for (const entry of entries) {
    const states = await Promise.all(entry.references.map((reference) => requests.stateOf(reference)));
    if (states.some(({ goesOn, stands }) => goesOn || stands)) kept.push(entry);
    else over.push({ entry, words: states.map(({ words }) => words).join(', ') });
  }
  return { kept, over };
}

async function entriesOf(access: DirectoryAccess, kind: Kind): Promise<Entry[]> {
  const marker = DIRECTORY_MARKER[kind];
  const filter = `(&(objectClass=${CLASSES[kind]})(${marker}=BR-*))`;
  const found = await readDirectory(access, (client) =>
    findEntries(client, access.config.baseDn, filter, [marker, 'memberOf']),
  );
  const marked = found.map((entry) => ({
    dn: entry.dn,
    title: TITLES[kind],
    references: valuesOf(entry, marker).flatMap((value) => REFERENCES.exec(value)?.[1] ?? []),
    memberOf: valuesOf(entry, 'memberOf'),
  }));
  return marked.filter(({ dn, references }) => references.length > 0 && !isWithin(dn, retiredOu(access)));
}

const retiredOu = ({ config: { projectsOu, baseDn } }: DirectoryAccess) => `${RETIRED_OU},${projectsOu},${baseDn}`;

const isWithin = (dn: string, ou: string) => dn.toLowerCase().endsWith(`,${ou.toLowerCase()}`);
