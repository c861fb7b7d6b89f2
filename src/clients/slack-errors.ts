import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { FailureType } from '../domain/failures.ts';
import { ClientError, isTlsTrustCode } from './client-error.ts';

/** Slack's words for a failure, sorted by who must act; what is not here is a message that Slack refuses. */
const PLATFORM_ERRORS: Readonly<Record<string, FailureType>> = {
  ...each('Configuration', ['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked']),
  ...each('Configuration', ['channel_not_found', 'is_archived', 'not_in_channel', 'unknown_method']),
  ...each('Forbidden', [
    'access_denied',
    'ekm_access_denied',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
  ]),
  ...each('Forbidden', ['org_login_required', 'restricted_action', 'team_access_not_granted']),
  ...each('RateLimited', ['rate_limited', 'ratelimited']),
  ...each('Unavailable', [
    'fatal_error',
    'internal_error',
    'request_timeout',
    'service_unavailable',
    'team_added_to_org',
  ]),
};

function each(type: FailureType, codes: readonly string[]): Record<string, FailureType> {
  return Object.fromEntries(codes.map((code) => [code, type]));
}

/** What the SDK throws, in our words. */
export function slackError(error: unknown, method: string): ClientError {
  if (error instanceof WebAPIRateLimitedError) {
    const message = `Slack asks us to slow down (${method}) for ${error.retryAfter} s.`;
    return new ClientError('RateLimited', message, { retryAfterMs: error.retryAfter * 1000, code: 'ratelimited' });
  }
  if (error instanceof WebAPIPlatformError) return platformError(error.data.error, method);
  if (error instanceof WebAPIHTTPError) {
    const type = error.statusCode >= 500 ? 'Unavailable' : 'Configuration';
    return new ClientError(type, `Slack answers HTTP ${error.statusCode} to ${method}.`, {
      code: String(error.statusCode),
    });
  }
  return connectionError(error, method);
}

function platformError(code: string, method: string): ClientError {
  const type = PLATFORM_ERRORS[code] ?? 'Rejected';
  const mend = {
    Configuration: ' Check slack.tokenFile and slack.channel.',
    Forbidden: ' Check the scopes of the Slack app.',
  };
  return new ClientError(type, `Slack refuses ${method}: ${code}.${mend[type as keyof typeof mend] ?? ''}`, { code });
}

/** `fetch` hides what the socket said one or two causes down. */
function connectionError(error: unknown, method: string): ClientError {
  const original = error instanceof WebAPIRequestError ? error.original : error;
  const cause = (original as { cause?: { code?: unknown } } | null)?.cause;
  if (isTlsTrustCode(cause?.code)) {
    return new ClientError('Configuration', 'The certificate of Slack is not trusted; check slack.apiUrl and caFile.');
  }
  return new ClientError('Unavailable', `Slack cannot be reached (${method}): ${(original as Error).message}`);
}
