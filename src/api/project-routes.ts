import { PROJECT_ROLES } from '../domain/accounts.ts';
import { groupName } from '../domain/naming.ts';
import type { EnvironmentPage } from '../domain/projects/project-page.ts';
import { readProjectPage, readProjects } from '../domain/projects/read-projects.ts';
import {
  type ProjectDetail,
  type ProjectGroup,
  projectDetail,
  projectSummary,
  type StandingEnvironment,
} from './answers/projects.ts';
import { listOf } from './answers/shape.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { defineRoute } from './registry.ts';
import { holderOf } from './removal-checks.ts';
import { readStatus } from './request-reading.ts';
import { maySeeProject } from './rights.ts';

export const projectRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/projects',
    tag: 'Projects',
    summary: 'The projects that you may see, with their environments',
    right: 'signed-in',
    answers: { 200: listOf(projectSummary) },
    handle: async ({ deps, caller }) => {
      const all = await deps.readFromFleet(readProjects);
      return { body: { items: all.filter((project) => maySeeProject(caller, project)) } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/projects/:project',
    tag: 'Projects',
    summary: 'One project: its environments and how they stand, its people, its settings and where each comes from',
    right: 'signed-in',
    answers: { 200: projectDetail },
    handle: async ({ deps, caller, params }) => {
      const page = await deps.readFromFleet((fleet) => readProjectPage(fleet, params.project));
      if (!page || !maySeeProject(caller, page))
        throw new ApiProblem(404, `There is no project ${params.project} that you may see.`);
      const [environments, groups] = await Promise.all([
        Promise.all(page.environments.map((environment) => standing(deps, environment))),
        groupsOfProject(deps, page.name),
      ]);
      const body: ProjectDetail = { ...page, environments, groups };
      return { body };
    },
  }),
];

async function standing({ client }: ApiDeps, environment: EnvironmentPage): Promise<StandingEnvironment> {
  const [status, changedBy] = await Promise.all([
    readStatus(client, environment.removal ?? environment.request),
    holderOf(client, environment.name),
  ]);
  return {
    ...environment,
    standing: status?.placements ?? null,
    standingAt: status?.updatedAt ?? null,
    changedBy: changedBy ?? null,
  };
}

/** Groups that are not there (any more) have nobody in them. */
const groupsOfProject = ({ membersOf }: ApiDeps, project: string): Promise<ProjectGroup[]> =>
  Promise.all(
    PROJECT_ROLES.map(async (role) => {
      const name = groupName(project, role);
      return { role, name, members: await membersOf(name) };
    }),
  );
