import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, signIn } from './api.ts';

/** What was read, kept for the page that asks next. Reads are repeated by the stream of events, not by the clock. */
export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) signIn();
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the API has said is not made true by asking again; what it could not say may be.
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});
