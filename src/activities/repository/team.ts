import type { RepositoryWriteActivities } from '../contracts.ts';
import { openFleet, type RepositoryDeps } from './deps.ts';
import { orMissing } from './errors.ts';

type Input = Parameters<RepositoryWriteActivities['ensureTeam']>[0];

/** The project's team with these people in it. Who is not in the organisation is invited; nobody is taken out. */
export async function ensureTeam({ github }: RepositoryDeps, { project, logins }: Input): Promise<void> {
  const { rest, at } = await openFleet(github);
  const team = { org: at.owner, team_slug: project };
  const description = `Developers of ${project}; kept by Berth`;
  if (!(await orMissing(rest.teams.getByName(team)))) {
    await rest.teams.create({ org: at.owner, name: project, description, privacy: 'closed' });
  }
  for (const username of logins) {
    const found = await orMissing(rest.teams.getMembershipForUserInOrg({ ...team, username }));
    if (!found) await rest.teams.addOrUpdateMembershipForUserInOrg({ ...team, username, role: 'member' });
  }
}
