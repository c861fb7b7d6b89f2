import { jwtVerify, SignJWT } from 'jose';
import type { Secret } from '../config.ts';

/** What a token is good for; one made for one purpose is refused for every other. */
export type TokenPurpose =
  | 'decision'
  | 'activate'
  | 'confirm-sender'
  | 'decide-by-mail'
  | 'decide-page'
  | 'absence'
  | 'session'
  | 'sign-in';

const keyOf = (key: Secret) => new TextEncoder().encode(key.reveal());

/** A compact JWS (HS256) over `claims`, good for `ttlSeconds`. */
export async function signToken(
  key: Secret,
  purpose: TokenPurpose,
  claims: Record<string, unknown>,
  ttlSeconds: number,
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setAudience(purpose)
    .setIssuedAt()
    .setExpirationTime(`${ttlSeconds}s`)
    .sign(keyOf(key));
}

/**
 * The claims of a token made by `signToken` for this purpose.
 * @throws jose's JOSEError when it is forged, expired or made for something else.
 */
export async function verifyToken(key: Secret, purpose: TokenPurpose, token: string): Promise<Record<string, unknown>> {
  const { payload } = await jwtVerify(token, keyOf(key), { audience: purpose, algorithms: ['HS256'] });
  return payload;
}
