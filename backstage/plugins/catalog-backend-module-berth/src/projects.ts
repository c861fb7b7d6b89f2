import type { Entity } from '@backstage/catalog-model';
import { managedBy } from './annotations.ts';

/** The parts of a project of `GET /api/projects` that the catalogue shows. */
export interface Project {
  readonly name: string;
  readonly title: string;
  readonly costCentre: string;
  /** The project above. */
  readonly parent: string | null;
  /** Reference of the request that took its last environment away. */
  readonly removed: string | null;
  readonly environments: readonly Environment[];
}

interface Environment {
  readonly name: string;
  readonly stage: string;
  readonly size: string;
  readonly clusters: readonly string[];
  /** Reference of the request that made it. */
  readonly request: string;
}

/** A project is a system, each of its environments a resource of it; they belong to the project's leads. */
export function entitiesOf(project: Project, berth: string): readonly Entity[] {
  if (project.removed !== null) return [];
  const page = `${berth}/projects/${project.name}`;
  const owner = `group:default/berth-${project.name}-leads`;
  const system: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: {
      name: project.name,
      title: project.title,
      annotations: {
        ...managedBy(page),
        'berth.dev/project': project.name,
        'berth.dev/cost-centre': project.costCentre,
      },
      links: [{ title: 'In Berth', url: page }],
    },
    spec: { owner },
  };
  return [
    system,
    ...project.environments.map((environment) => resourceOf(environment, { project, page, berth, owner })),
  ];
}

function resourceOf(
  { name, stage, size, clusters, request }: Environment,
  { project, page, berth, owner }: { project: Project; page: string; berth: string; owner: string },
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      description: `Size ${size} on ${clusters.join(', ')}`,
      tags: [stage],
      annotations: { ...managedBy(page), 'berth.dev/environment': name, 'berth.dev/request': request },
      links: [{ title: 'The request that made it', url: `${berth}/requests/${request}` }],
    },
    spec: { type: 'environment', owner, system: project.name },
  };
}
