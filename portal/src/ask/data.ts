import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ShownPreview } from '../../../src/intake/preview.ts';
import { ApiError, post } from '../api.ts';

/** How long somebody must not have typed before the form is looked at, in milliseconds. */
const PAUSE = 400;

/**
 * What this request would be, make and cost, and who would decide. The answer before stays until the next is there.
 * @param body null: there is nothing to look at yet.
 */
export function usePreview(body: object | null): UseQueryResult<ShownPreview> & { readonly isBehind: boolean } {
  const now = JSON.stringify(body);
  const [asked] = useDebouncedValue(now, PAUSE);
  const query = useQuery({
    queryKey: ['preview', asked],
    queryFn: () => post<ShownPreview>('/api/previews', JSON.parse(asked)).catch(asAnswer),
    enabled: asked !== 'null',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return { ...query, isBehind: now !== asked || query.isFetching };
}

/** Somebody the directory does not know is told as an error; here it is one more thing to mend. */
function asAnswer(error: unknown): ShownPreview {
  if (error instanceof ApiError && error.problems.length > 0) return { problems: error.problems };
  throw error;
}
