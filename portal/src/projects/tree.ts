/* Projects as the tree they are. Pure. */
import type { ProjectSummary } from '../../../src/domain/projects/project-page.ts';

export interface ProjectNode {
  readonly project: ProjectSummary;
  readonly below: readonly ProjectNode[];
}

/** What stands first, what was removed after it; a project whose parent somebody may not see stands at the top. */
export function treeOf(projects: readonly ProjectSummary[]): ProjectNode[] {
  const names = new Set(projects.map(({ name }) => name));
  const nodesBelow = (parent: string | null): ProjectNode[] =>
    projects
      .filter((one) => (one.parent !== null && names.has(one.parent) ? one.parent : null) === parent)
      .toSorted((a, b) => Number(a.removed !== null) - Number(b.removed !== null))
      .map((project) => ({ project, below: nodesBelow(project.name) }));
  return nodesBelow(null);
}

/** What this project and all below it cost a month, by currency. */
export function monthlyOf({ project, below }: ProjectNode): Readonly<Record<string, number>> {
  const sum: Record<string, number> = { ...project.monthly };
  for (const monthly of below.map(monthlyOf)) {
    for (const [currency, amount] of Object.entries(monthly)) sum[currency] = (sum[currency] ?? 0) + amount;
  }
  return sum;
}
