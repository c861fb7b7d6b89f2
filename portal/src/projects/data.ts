import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ProjectDetail } from '../../../src/api/answers/projects.ts';
import type { ProjectSummary } from '../../../src/domain/projects/project-page.ts';
import { get } from '../api.ts';

/** The projects that whoever is signed in may see. */
export const useProjects = (): UseQueryResult<{ items: readonly ProjectSummary[] }> =>
  useQuery({
    queryKey: ['projects'],
    queryFn: ({ signal }) => get<{ items: readonly ProjectSummary[] }>('/api/projects', signal),
    staleTime: 60_000,
  });

/** One project with what stands of it. */
export const useProject = (project: string): UseQueryResult<ProjectDetail> =>
  useQuery({
    queryKey: ['projects', project],
    queryFn: ({ signal }) => get<ProjectDetail>(`/api/projects/${encodeURIComponent(project)}`, signal),
  });
