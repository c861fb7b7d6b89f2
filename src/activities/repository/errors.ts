import { ClientError } from '../../clients/client-error.ts';
import { githubError } from '../../clients/github-errors.ts';
import { failure } from '../failures.ts';

/**
 * Runs calls to GitHub and turns what goes wrong into a failure of the closed list. `doing` completes the sentence
 * "GitHub would not …".
 */
export async function asking<T>(doing: string, calls: () => Promise<T>): Promise<T> {
  try {
    return await calls();
  } catch (error) {
    throw githubFailure(error, doing);
  }
}

/** The failure for an error of Octokit or of a client; other errors come back as they are. */
function githubFailure(error: unknown, doing: string): unknown {
  const told = githubError(error, doing);
  if (!(told instanceof ClientError)) return told;
  const { type, message, retryAfterMs } = told;
  return failure(type, message, { cause: error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}
