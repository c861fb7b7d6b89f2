import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';

/** Who a bearer token names; whether the directory knows them is asked separately. */
export interface BearerIdentity {
  /** Directory id, or an address; what the claim holds that names people. */
  readonly id: string;
}

/** Verifies a bearer token: signature, issuer, audience, expiry. */
export type BearerVerifier = (token: string) => Promise<BearerIdentity>;

/** A token that is not accepted; the message says why and holds nothing of the token. */
export class BearerRefused extends Error {
  override name = 'BearerRefused';
}

/** The issuer does not answer, so nobody can be told from anybody. */
export class IssuerUnavailable extends Error {
  override name = 'IssuerUnavailable';
}

const discoveryDocument = z.object({ issuer: z.string(), jwks_uri: z.url() });
const keySet = z.object({ keys: z.array(z.unknown()) });
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const TIMEOUT_MS = 5000;

/** How tokens of an issuer are read. */
interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
  /** The claim that names a person. */
  readonly personClaim: string;
}

/** A verifier for one OpenID Connect issuer; its keys are fetched at the first token and kept. */
export function createBearerVerifier(settings: TokenSettings): BearerVerifier {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (token) => {
    keys ??= discoverKeys(settings.issuer).catch((error: unknown) => {
      keys = undefined;
      throw new IssuerUnavailable(`The issuer ${settings.issuer} does not answer`, { cause: error });
    });
    return verify(token, await keys, settings);
  };
}

/** Where there is no issuer, no token is anybody's. */
export const refuseBearers: BearerVerifier = async () => {
  throw new BearerRefused('This Berth takes no tokens of people');
};

/** How many keys an issuer publishes now. @throws Error that says what is wrong with it. */
export async function readIssuerKeys(issuer: string): Promise<number> {
  const uri = await discover(issuer);
  const { keys } = keySet.parse(await fetchJson(uri));
  return keys.length;
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  return createRemoteJWKSet(new URL(await discover(issuer)), { timeoutDuration: TIMEOUT_MS });
}

/** Where the issuer's keys are. */
async function discover(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = discoveryDocument.parse(await fetchJson(url));
  if (document.issuer !== issuer) throw new Error(`${url} speaks for ${document.issuer}`);
  return document.jwks_uri;
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => {
    throw new Error(`${url} does not answer`, { cause: error });
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.json();
}

async function verify(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience, personClaim }: TokenSettings,
): Promise<BearerIdentity> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'sub', personClaim],
    });
    return { id: String(payload[personClaim]) };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new BearerRefused('The token has expired');
    if (error instanceof errors.JWKSTimeout)
      throw new IssuerUnavailable('The issuer does not answer', { cause: error });
    if (error instanceof errors.JOSEError) throw new BearerRefused('The token is not valid here', { cause: error });
    throw new IssuerUnavailable('The issuer does not answer', { cause: error });
  }
}
