import { type DirectoryAccess, findEntries, valuesOf, withDirectory } from '../clients/directory.ts';
import { readRights } from '../clients/directory-rights.ts';
import type { Config } from '../config.ts';
import { IN_PEOPLE, IN_PROJECTS, missingRights } from './directory-rights.ts';
import { type Finding, Missing, tryFirst, tryOut } from './finding.ts';

type LdapClient = Parameters<Parameters<typeof withDirectory>[1]>[0];

/** The directory computes it for whoever asks: attributes that they may write. */
const MAY_WRITE = 'allowedAttributesEffective';

/** Each server: its certificate and our sign-in, and what was delegated to us where. Writes nothing. */
export async function checkDirectory(config: Pick<Config, 'directory' | 'caFile'>): Promise<Finding[]> {
  const access = { config: config.directory, ...(config.caFile ? { caFile: config.caFile } : {}) };
  const found = await Promise.all(config.directory.servers.map((server) => checkServer(access, server)));
  return found.flat();
}

async function checkServer(access: DirectoryAccess, server: string): Promise<Finding[]> {
  const system = `directory ${server}`;
  const { baseDn, bindUser, projectsOu, peopleOu } = access.config;
  const [projects, people] = [`${projectsOu},${baseDn}`, `${peopleOu},${baseDn}`];
  const signIn = async () => {
    const value = await signedIn(access, server, async (client) => [
      await tryOut(system, 'rights on projects', () => has(client, projects, IN_PROJECTS, 'directory.projectsOu')),
      await tryOut(system, 'rights on people', () => has(client, people, IN_PEOPLE, 'directory.peopleOu')),
      await tryOut(system, 'administrators out of reach', () => outOfReach(client, people)),
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

async function has(
  client: LdapClient,
  dn: string,
  needed: Parameters<typeof missingRights>[1],
  setting: string,
): Promise<string> {
  const may = await readRights(client, dn);
  if (!may) throw new Missing(`${dn} does not exist or may not be read: make it, or mend ${setting}.`);
  const missing = missingRights(may, needed);
  if (missing.length === 0) return `${needed.length} in ${dn}`;
  throw new Missing(`May not ${missing.join(', ')} in ${dn}: delegate it to Berth's account there.`);
}

/** Active Directory keeps what was delegated away from administrators, one hour after they became such. */
async function outOfReach(client: LdapClient, dn: string): Promise<string> {
  const administrators = await findEntries(client, dn, '(&(objectClass=user)(adminCount=1))', [MAY_WRITE]);
  const reached = administrators.filter((entry) => valuesOf(entry, MAY_WRITE).length > 0);
  if (reached.length === 0) return `${administrators.length} in ${dn}`;
  const names = reached.map((entry) => entry.dn).join(' and ');
  const mend = 'Let directory.peopleOu be an OU without administrators, and take the rights back here.';
  throw new Missing(`Berth's account may write ${names}, and so become an administrator. ${mend}`);
}
