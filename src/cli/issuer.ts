/* Signing in from a terminal: OAuth 2.0 device flow, refresh and revocation at the issuer that Berth names. */
import * as oidc from 'openid-client';
import { CliFailure, EXIT } from './failures.ts';
import type { Profile } from './profile.ts';

/** What Berth tells its command line about where to sign in. */
export interface CliSignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
}

type Tokens = Pick<Profile, 'token' | 'refreshToken' | 'expires'>;

/** Has somebody sign in with a browser anywhere. @param show tells them where, and by which code. */
export async function signInByDevice(at: CliSignIn, show: (page: string, code: string) => void): Promise<Tokens> {
  const issuer = await discover(at);
  return inWords(at.issuer, async () => {
    const device = await oidc.initiateDeviceAuthorization(issuer, { scope: `${at.scope} offline_access` });
    show(device.verification_uri_complete ?? device.verification_uri, device.user_code);
    return tokensOf(await oidc.pollDeviceAuthorizationGrant(issuer, device));
  });
}

/** New tokens for those that expire; undefined when the issuer wants somebody to sign in again. */
export async function refresh(kept: Profile): Promise<Tokens | undefined> {
  const { refreshToken } = kept;
  if (refreshToken === undefined) return undefined;
  const issuer = await discover(kept);
  return inWords(kept.issuer, async () => {
    try {
      const tokens = tokensOf(await oidc.refreshTokenGrant(issuer, refreshToken));
      return { refreshToken, ...tokens };
    } catch (error) {
      if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') return undefined;
      throw error;
    }
  });
}

/** Tells the issuer that the refresh token is not needed any more, where it can be told. */
export async function revoke(kept: Profile): Promise<void> {
  const issuer = await discover(kept);
  if (!issuer.serverMetadata().revocation_endpoint || kept.refreshToken === undefined) return;
  const { refreshToken } = kept;
  await inWords(kept.issuer, () => oidc.tokenRevocation(issuer, refreshToken, { token_type_hint: 'refresh_token' }));
}

function discover({ issuer, clientId }: Pick<CliSignIn, 'issuer' | 'clientId'>): Promise<oidc.Configuration> {
  const execute = isLoopback(issuer) ? [oidc.allowInsecureRequests] : [];
  return inWords(issuer, () => oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), { execute }));
}

/** Tokens go over plain HTTP on this machine only. */
const isLoopback = (issuer: string): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(issuer).hostname);

function tokensOf(tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers): Tokens {
  const seconds = tokens.expiresIn() ?? 300;
  return {
    token: tokens.access_token,
    ...(tokens.refresh_token === undefined ? {} : { refreshToken: tokens.refresh_token }),
    expires: new Date(Date.now() + seconds * 1000).toISOString(),
  };
}

const REFUSALS: Readonly<Record<string, string>> = {
  access_denied: 'The sign-in was refused in the browser.',
  expired_token: 'Nobody signed in before the code expired.',
  unauthorized_client: 'The issuer lets no command line of Berth in: its client may not use the device flow.',
};

async function inWords<T>(issuer: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError && error.status < 500)
      throw new CliFailure(
        EXIT.notAllowed,
        REFUSALS[error.error] ?? `${issuer} refuses: ${error.error}`,
        'berth login',
      );
    const cause = (error as Error).cause;
    const why = cause instanceof Error ? cause.message : (error as Error).message;
    throw new CliFailure(EXIT.unreachable, `${issuer} cannot be used: ${why}`, 'berth login');
  }
}
