import { orMissing } from '../../clients/github-fleet.ts';
import { openFleet } from '../../clients/github-tree.ts';
import type { RepositoryWriteActivities } from '../contracts.ts';
import { failure } from '../failures.ts';
import type { RepositoryDeps } from './deps.ts';

type Input = Parameters<RepositoryWriteActivities['ensureTeam']>[0];

/** In a team's description: by this Berth knows its own teams, and which request made one. */
const mark = (reference: string) => `kept by Berth (${reference})`;
const KEPT = /kept by Berth \(BR-[0-9A-Z]{10}\)/;

/**
 * The project's team with these people in it. Who is not in the organisation is invited; nobody is taken out.
 * @throws NameTaken when a team of this name is not Berth's: its rights are somebody else's to give.
 */
export async function ensureTeam({ github }: RepositoryDeps, input: Input): Promise<void> {
  const { project, logins, reference } = input;
  const { rest, at } = await openFleet(github);
  const team = { org: at.owner, team_slug: project };
  const found = await orMissing(rest.teams.getByName(team));
  if (!found) {
    const description = `Developers of ${project}; ${mark(reference)}`;
    await rest.teams.create({ org: at.owner, name: project, description, privacy: 'closed' });
  } else if (!KEPT.test(found.data.description ?? '')) {
    throw failure('NameTaken', `The GitHub team ${project} exists and is not Berth's; nobody was added to it.`);
  }
  for (const username of logins) {
    const member = await orMissing(rest.teams.getMembershipForUserInOrg({ ...team, username }));
    if (!member) await rest.teams.addOrUpdateMembershipForUserInOrg({ ...team, username, role: 'member' });
  }
}

/** Undo: deletes the team if this request made it; a team holds nothing but its members. */
export async function retireTeam(
  { github }: RepositoryDeps,
  { project, reference }: { project: string; reference: string },
): Promise<string[]> {
  const { rest, at } = await openFleet(github);
  const team = { org: at.owner, team_slug: project };
  const found = await orMissing(rest.teams.getByName(team));
  if (!found?.data.description?.includes(mark(reference))) return [];
  await rest.teams.deleteInOrg(team);
  return [`deleted GitHub team ${project}`];
}
