import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from './problem.tsx';
import { Waiting } from './waiting.tsx';

interface Props<T> {
  readonly query: UseQueryResult<T>;
  /** How many lines of skeleton stand there meanwhile. */
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}

/** What a query brings, what stands there until it does, and what went wrong if it did not. */
export function Loaded<T>({ query, lines, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting {...(lines === undefined ? {} : { lines })} />;
}
