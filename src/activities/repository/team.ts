import { type Fleet, isGithubRefusal, orMissing } from '../../clients/github-fleet.ts';
import { openFleet } from '../../clients/github-tree.ts';
import type { RepositoryReadActivities, RepositoryWriteActivities } from '../contracts.ts';
import { failure } from '../failures.ts';
import type { RepositoryDeps } from './deps.ts';

type EnsureInput = Parameters<RepositoryWriteActivities['ensureTeam']>[0];
type RetireInput = Parameters<RepositoryWriteActivities['retireTeam']>[0];

/** In a team's description: by this Berth knows its own teams, and which request made one. */
const mark = (reference: string) => `kept by Berth (${reference})`;
const KEPT = /kept by Berth \(BR-[0-9A-Z]{10}\)/;

interface Described {
  readonly description?: string | null;
}
const isKept = ({ description }: Described) => KEPT.test(description ?? '');
const isMadeBy = ({ description }: Described, reference: string) => description?.includes(mark(reference)) ?? false;

const teamOf = ({ at }: Fleet, project: string) => ({ org: at.owner, team_slug: project });
const findTeam = async (fleet: Fleet, project: string) =>
  (await orMissing(fleet.rest.teams.getByName(teamOf(fleet, project))))?.data;

/** Logins of the team's people, invited ones too; none when there is no team. */
export async function readTeam(
  { github }: RepositoryDeps,
  { project }: Parameters<RepositoryReadActivities['readTeam']>[0],
): Promise<string[]> {
  const fleet = await openFleet(github);
  if (!(await findTeam(fleet, project))) return [];
  const query = { ...teamOf(fleet, project), per_page: 100 };
  const members = await fleet.paginate(fleet.rest.teams.listMembersInOrg, query);
  const invited = await fleet.paginate(fleet.rest.teams.listPendingInvitationsInOrg, query);
  return [...members, ...invited].flatMap(({ login }) => login ?? []);
}

/**
 * The project's team with these people in it. Who is not in the organisation is invited; nobody is taken out.
 * @throws NameTaken when a team of this name is not the project's: its rights are somebody else's to give.
 */
export async function ensureTeam({ github }: RepositoryDeps, input: EnsureInput): Promise<void> {
  const { project, logins, reference, madeBy } = input;
  const fleet = await openFleet(github);
  const found = await findTeam(fleet, project);
  if (!found) await createTeam(fleet, project, reference);
  else if (!(madeBy === undefined ? isMadeBy(found, reference) : isKept(found))) {
    throw failure('NameTaken', `The GitHub team ${project} exists and is not of this project; nobody was added to it.`);
  }
  const team = teamOf(fleet, project);
  for (const username of logins) {
    const member = await orMissing(fleet.rest.teams.getMembershipForUserInOrg({ ...team, username }));
    if (!member) await fleet.rest.teams.addOrUpdateMembershipForUserInOrg({ ...team, username, role: 'member' });
  }
}

async function createTeam({ rest, at }: Fleet, project: string, reference: string): Promise<void> {
  const description = `Developers of ${project}; ${mark(reference)}`;
  await rest.teams.create({ org: at.owner, name: project, description, privacy: 'closed' });
}

/** Undo: the team if this request made it and nobody needs it, for it holds nothing but its members; else whom it put in. */
export async function retireTeam({ github }: RepositoryDeps, input: RetireInput): Promise<string[]> {
  const { project, reference, added, neededBy } = input;
  const fleet = await openFleet(github);
  const found = await findTeam(fleet, project);
  if (!found || !isKept(found)) return [];
  if (!isMadeBy(found, reference)) return takeOut(fleet, project, added);
  if (neededBy.length > 0) return [`left: GitHub team ${project}, which ${neededBy.join(' and ')} needs`];
  await fleet.rest.teams.deleteInOrg(teamOf(fleet, project));
  return [`deleted GitHub team ${project}`];
}

/** The same lines on every attempt. */
async function takeOut(fleet: Fleet, project: string, logins: readonly string[]): Promise<string[]> {
  for (const username of logins) {
    await fleet.rest.teams.removeMembershipForUserInOrg({ ...teamOf(fleet, project), username }).catch(ignoreGone);
  }
  return logins.map((login) => `took ${login} out of GitHub team ${project}`);
}

function ignoreGone(error: unknown): void {
  if (!isGithubRefusal(error) || error.status !== 404) throw error;
}
