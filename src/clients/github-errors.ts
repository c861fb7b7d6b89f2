import type { FailureType } from '../domain/failures.ts';
import { ClientError, isTlsTrustCode } from './client-error.ts';
import { type GithubRefusal, isGithubRefusal } from './github-fleet.ts';

/** GitHub asks for a minute when it names no time. */
const SECONDARY_LIMIT_MS = 60_000;

/**
 * The ClientError for an error of Octokit; other errors come back as they are. `doing` completes the sentence "GitHub
 * would not …".
 */
export function githubError(error: unknown, doing: string): unknown {
  if (!isGithubRefusal(error)) return error;
  if (!error.response) return unanswered(error, doing);
  const retryAfterMs = limitedFor(error);
  if (retryAfterMs !== undefined) {
    return new ClientError('RateLimited', `GitHub would not ${doing} yet: ${error.message}`, { retryAfterMs });
  }
  const [type, mend] = meaningOf(error);
  const message = `GitHub would not ${doing}: ${error.message} (${error.status}). ${mend}`;
  return new ClientError(type, message, { code: String(error.status) });
}

function meaningOf(error: GithubRefusal): [FailureType, string] {
  const { status } = error;
  if (status >= 500) return ['Unavailable', 'It is tried again.'];
  if (status === 401) return ['Configuration', 'Check github.appId and github.privateKeyFile.'];
  if (status === 403) return ['Forbidden', `Give the Berth App the right it lacks${neededRight(error)}.`];
  if (status === 404) return ['Configuration', 'Check github.fleet and that the Berth App is installed there.'];
  if (status === 409) return ['NotYet', 'Somebody wrote at the same time; it is tried again.'];
  return ['Rejected', 'An operator has to look at it.'];
}

/** GitHub names the right that would have been enough. */
function neededRight(error: GithubRefusal): string {
  const right = error.response?.headers['x-accepted-github-permissions'];
  return right ? ` (${right})` : '';
}

/** For how long GitHub wants to be left alone; nothing when the refusal is no limit. */
function limitedFor({ status, message, response }: GithubRefusal): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const headers = response?.headers ?? {};
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(1000, seconds * 1000);
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  if (String(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset)) {
    return Math.max(1000, reset * 1000 - Date.now());
  }
  return status === 429 || /secondary rate limit/i.test(message) ? SECONDARY_LIMIT_MS : undefined;
}

function unanswered(error: GithubRefusal, doing: string): ClientError {
  const code = networkCode(error);
  const message = `GitHub did not answer when asked to ${doing}: ${error.message}`;
  if (isTlsTrustCode(code) || code === 'ENOTFOUND') {
    return new ClientError('Configuration', `${message}. Check github.baseUrl and caFile.`);
  }
  return new ClientError('Unavailable', `${message}. It is tried again.`);
}

function networkCode(error: unknown): unknown {
  for (let at = error; at instanceof Error; at = at.cause) if ('code' in at) return at.code;
  return undefined;
}
