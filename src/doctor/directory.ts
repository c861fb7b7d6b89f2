import { type DirectoryAccess, readEntry, valuesOf, withDirectory } from '../clients/directory.ts';
import type { Config } from '../config.ts';
import { type Finding, Missing, missingOf, tryFirst, tryOut } from './finding.ts';

type LdapClient = Parameters<Parameters<typeof withDirectory>[1]>[0];

/** The directory computes it for whoever asks: classes that they may make below the entry. */
const MAY_MAKE = 'allowedChildClassesEffective';
/** Of projects: their folder, their groups; users move there when they are retired. */
const IN_PROJECTS = ['organizationalUnit', 'group', 'user'] as const;
const IN_PEOPLE = ['user'] as const;

/** Each server: its certificate and our sign-in, and what we may make where. Writes nothing. */
export async function checkDirectory(config: Pick<Config, 'directory' | 'caFile'>): Promise<Finding[]> {
  const access = { config: config.directory, ...(config.caFile ? { caFile: config.caFile } : {}) };
  const found = await Promise.all(config.directory.servers.map((server) => checkServer(access, server)));
  return found.flat();
}

async function checkServer(access: DirectoryAccess, server: string): Promise<Finding[]> {
  const system = `directory ${server}`;
  const { baseDn, bindUser, projectsOu, peopleOu } = access.config;
  const inside = (client: LdapClient) => async () => {
    const projects = await mayMake(client, `${projectsOu},${baseDn}`, IN_PROJECTS, 'directory.projectsOu');
    const people = await mayMake(client, `${peopleOu},${baseDn}`, IN_PEOPLE, 'directory.peopleOu');
    return `${projects}; ${people}`;
  };
  const signIn = async () => {
    const value = await signedIn(access, server, async (client) => [
      await tryOut(system, 'may make accounts', inside(client)),
    ]);
    return { detail: `as ${bindUser}`, value };
  };
  return tryFirst(system, 'LDAPS sign-in', signIn, async (findings) => findings);
}

async function signedIn<T>(
  access: DirectoryAccess,
  server: string,
  work: (client: LdapClient) => Promise<T>,
): Promise<T> {
  try {
    return await withDirectory(access, work, server);
  } catch (error) {
    const mend = 'Check directory.servers, directory.bindUser, directory.bindPasswordFile and caFile.';
    throw new Missing(`${(error as Error).message.trim()}. ${mend}`);
  }
}

async function mayMake(client: LdapClient, dn: string, wanted: readonly string[], setting: string): Promise<string> {
  const entry = await readEntry(client, dn, [MAY_MAKE]);
  if (!entry) throw new Missing(`${dn} does not exist or may not be read: make it, or mend ${setting}.`);
  const missing = missingOf(wanted, valuesOf(entry, MAY_MAKE));
  if (missing.length === 0) return `${wanted.join(', ')} in ${dn}`;
  throw new Missing(`May not make ${missing.join(', ')} in ${dn}: delegate it to Berth's account there.`);
}
