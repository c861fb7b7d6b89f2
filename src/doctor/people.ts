/* Whether there is somebody for every role: a question that nobody may answer waits until its deadline. */
import { type DirectoryAccess, readDirectory } from '../clients/directory.ts';
import { AmbiguousPersonError, findUser, membersIn } from '../clients/directory-people.ts';
import type { Config } from '../config.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import {
  type Organisation,
  type Project,
  readEnvironments,
  readOrganisation,
  readProject,
} from '../domain/fleet-settings.ts';
import { groupName, ownersGroupName } from '../domain/naming.ts';
import { type Finding, Missing, tryFirst, tryOut } from './finding.ts';

type Client = Parameters<Parameters<typeof readDirectory>[1]>[0];

const SYSTEM = 'directory';
const NONE = 'none is missing';
/** Of an audience that is a group of the directory. */
const GROUP = 'group:';
/** Without auditors everything goes on. */
const NEEDED = ['support', 'operators', 'security'] as const;

/**
 * Nothing where the directory cannot be asked: its own checks say why.
 * @param fleet undefined where it cannot be read, which is told elsewhere too.
 */
export async function checkPeople(
  config: Pick<Config, 'directory' | 'caFile'>,
  fleet: FleetSnapshot | undefined,
): Promise<Finding[]> {
  const access = { config: config.directory, ...(config.caFile ? { caFile: config.caFile } : {}) };
  const answers = await readDirectory(access, async () => true).catch(() => false);
  if (!answers) return [];
  const ofRoles = await tryOut(SYSTEM, 'people of roles', () =>
    readDirectory(access, (client) => staff(client, access)),
  );
  if (!fleet) return [ofRoles];
  const read = async () => {
    const value = standingProjects(fleet);
    return { detail: `${value.length} stand`, value };
  };
  const ofProjects = await tryFirst(SYSTEM, 'projects', read, async (projects) => [
    await tryOut(SYSTEM, 'leads of projects', () => readDirectory(access, (client) => leads(client, access, projects))),
    await tryOut(SYSTEM, 'owners of cost centres', () =>
      readDirectory(access, (client) => owners(client, access, projects)),
    ),
  ]);
  const ofRungs = await tryOut(SYSTEM, 'groups of escalations', () =>
    readDirectory(access, (client) => told(client, access, readOrganisation(fleet))),
  );
  return [ofRoles, ...ofProjects, ofRungs];
}

function standingProjects(fleet: FleetSnapshot): Project[] {
  const slugs = new Set(readEnvironments(fleet).map(({ project }) => project));
  return [...slugs].toSorted().flatMap((slug) => readProject(fleet, slug) ?? []);
}

async function staff(client: Client, access: DirectoryAccess): Promise<string> {
  const named = NEEDED.map((role) => ({ role, group: access.config.groups[role] }));
  const empty: string[] = [];
  for (const { role, group } of named)
    if (await isEmpty(client, access, group)) empty.push(`${group} (directory.groups.${role})`);
  if (empty.length === 0) return named.map(({ group }) => group).join(', ');
  throw new Missing(`Nobody is in ${empty.join(', ')}: put somebody in, or name another group in the configuration.`);
}

async function leads(client: Client, access: DirectoryAccess, projects: readonly Project[]): Promise<string> {
  const without: string[] = [];
  for (const project of projects) if (!(await isLed(client, access, project))) without.push(project.name);
  if (without.length === 0) return NONE;
  const groups = without.map((name) => groupName(name, 'leads')).join(', ');
  throw new Missing(`Nobody may decide about ${without.join(', ')}: put somebody into ${groups}.`);
}

async function isLed(client: Client, access: DirectoryAccess, { name, leads }: Project): Promise<boolean> {
  if (!(await isEmpty(client, access, groupName(name, 'leads')))) return true;
  for (const mail of leads) if (await isKnown(client, access, mail)) return true;
  return false;
}

/** Whose address is somebody else's too decides nothing. */
async function isKnown(client: Client, access: DirectoryAccess, mail: string): Promise<boolean> {
  try {
    return (await findUser(client, access, { mail })) !== null;
  } catch (error) {
    if (error instanceof AmbiguousPersonError) return false;
    throw error;
  }
}

async function owners(client: Client, access: DirectoryAccess, projects: readonly Project[]): Promise<string> {
  const costCentres = [...new Set(projects.map(({ costCentre }) => costCentre))].toSorted();
  const without: string[] = [];
  for (const costCentre of costCentres)
    if (await isEmpty(client, access, ownersGroupName(costCentre))) without.push(costCentre);
  if (without.length === 0) return NONE;
  const groups = without.map(ownersGroupName).join(', ');
  throw new Missing(`Nobody owns ${without.join(', ')}: make ${groups} and put somebody in.`);
}

/** A rung that reaches nobody tells operators instead, each time. */
async function told(client: Client, access: DirectoryAccess, { escalation }: Organisation): Promise<string> {
  const audiences = Object.values(escalation).flatMap((ladder) => ladder.flatMap(({ tell }) => tell));
  const groups = audiences.flatMap((audience) => (audience.startsWith(GROUP) ? audience.slice(GROUP.length) : []));
  const named = [...new Set(groups)].toSorted();
  const without: string[] = [];
  for (const group of named) if (await isEmpty(client, access, group)) without.push(group);
  if (without.length === 0) return named.length === 0 ? 'none is named' : named.join(', ');
  throw new Missing(
    `Nobody is in ${without.join(', ')}: put somebody in, or mend escalation in the fleet's organisation.yaml.`,
  );
}

const isEmpty = async (client: Client, access: DirectoryAccess, group: string): Promise<boolean> =>
  (await membersIn(client, access, group)).length === 0;
