/* Signing in a browser at an OpenID Connect issuer: authorization code with PKCE, state and nonce. */
import * as oidc from 'openid-client';
import type { Config } from '../config.ts';
import { IssuerUnavailable } from './bearer.ts';

/** What one sign-in under way is held to; kept by the browser that began it, and by no other. */
export interface SignInChecks {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE: only who began can make anything of the code. */
  readonly verifier: string;
}

/** The issuer refuses, or what came back belongs to no sign-in that this browser began; the message is for people. */
export class SignInRefused extends Error {
  override name = 'SignInRefused';
}

/** An issuer, as a browser's sign-in needs it. */
export interface OidcSignIn {
  /** Where the browser is sent. @throws IssuerUnavailable */
  begin(): Promise<{ to: URL; checks: SignInChecks }>;
  /**
   * Whom the issuer names to the browser that came back with this query.
   * @throws SignInRefused, IssuerUnavailable
   */
  finish(query: URLSearchParams, checks: SignInChecks): Promise<string>;
}

export interface OidcSettings {
  readonly auth: Config['auth'] & { readonly issuer: string };
  /** Where browsers come back to, as it is registered at the issuer. */
  readonly redirectUri: string;
}

const TIMEOUT_SECONDS = 5;

/** An issuer that is first asked when somebody signs in. */
export function createOidcSignIn(settings: OidcSettings): OidcSignIn {
  let found: Promise<oidc.Configuration> | undefined;
  const issuer = () => {
    found ??= discover(settings.auth).catch((error: unknown) => {
      found = undefined;
      throw new IssuerUnavailable(`The issuer ${settings.auth.issuer} does not answer`, { cause: error });
    });
    return found;
  };
  return {
    begin: async () => begin(await issuer(), settings),
    finish: async (query, checks) => finish(await issuer(), settings, query, checks),
  };
}

function discover({ issuer, clientId, clientSecret }: OidcSettings['auth']): Promise<oidc.Configuration> {
  const proof = clientSecret ? oidc.ClientSecretBasic(clientSecret.reveal()) : oidc.None();
  // The configuration takes plain HTTP on this machine only.
  const execute = [
    oidc.enableNonRepudiationChecks,
    ...(issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []),
  ];
  return oidc.discovery(new URL(issuer), clientId, undefined, proof, { execute, timeout: TIMEOUT_SECONDS });
}

async function begin(issuer: oidc.Configuration, { auth, redirectUri }: OidcSettings) {
  const checks = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
  };
  const to = oidc.buildAuthorizationUrl(issuer, {
    redirect_uri: redirectUri,
    scope: auth.scope,
    state: checks.state,
    nonce: checks.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.verifier),
    code_challenge_method: 'S256',
  });
  return { to, checks };
}

async function finish(
  issuer: oidc.Configuration,
  { auth, redirectUri }: OidcSettings,
  query: URLSearchParams,
  { state, nonce, verifier }: SignInChecks,
): Promise<string> {
  const back = new URL(redirectUri);
  back.search = query.toString();
  try {
    const tokens = await oidc.authorizationCodeGrant(issuer, back, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    return named(tokens.claims()?.[auth.personClaim], auth.personClaim);
  } catch (error) {
    throw inWords(error, auth.issuer);
  }
}

function named(claim: unknown, name: string): string {
  if (typeof claim === 'string' && claim !== '') return claim;
  throw new SignInRefused(`The issuer does not say who you are: its token has no "${name}"`);
}

/** Nothing of code or tokens is in the message; the cause is for the log, where the library keeps them out too. */
function inWords(error: unknown, issuer: string): Error {
  if (error instanceof SignInRefused) return error;
  if (error instanceof oidc.AuthorizationResponseError) {
    const said = error.error === 'access_denied' ? 'You did not sign in' : `The issuer says ${error.error}`;
    return new SignInRefused(said, { cause: error });
  }
  if (error instanceof oidc.ResponseBodyError && error.status < 500)
    return new SignInRefused('The issuer does not take this sign-in, or took it before', { cause: error });
  if (error instanceof oidc.ClientError && !isAway(error))
    return new SignInRefused('What came back does not belong to a sign-in of this browser', { cause: error });
  return new IssuerUnavailable(`The issuer ${issuer} does not answer`, { cause: error });
}

const AWAY = new Set(['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']);

/** A connection that fails has no code. */
const isAway = ({ code }: oidc.ClientError): boolean => code === undefined || AWAY.has(code);
