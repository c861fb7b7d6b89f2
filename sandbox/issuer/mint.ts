import { SignJWT } from 'jose';
import type { SandboxPerson } from '../people.ts';
import type { Issuing } from './state.ts';

export const ISSUER_AUDIENCE = 'berth';
export const TOKEN_SECONDS = 3600;

/** An access token: what the API takes. A negative `ttl` makes one that has expired. */
export async function mintAccess(
  issuing: Issuing,
  person: SandboxPerson,
  wish: { ttl?: number; audience?: string },
): Promise<string> {
  const groups = await issuing.groupsOf(person.id);
  const claims = { email: person.mail, name: person.name, ...(groups ? { groups } : {}) };
  return sign(issuing, person, claims, { audience: wish.audience ?? ISSUER_AUDIENCE, ttl: wish.ttl ?? TOKEN_SECONDS });
}

/** What tells a client who has signed in; of no use to anybody else. */
export async function mintIdToken(
  issuing: Issuing,
  person: SandboxPerson,
  about: { client: string; nonce?: string | undefined },
): Promise<string> {
  const groups = await issuing.groupsOf(person.id);
  const whatFor = { ...(about.nonce ? { nonce: about.nonce } : {}), ...(groups ? { groups } : {}) };
  const claims = { name: person.name, email: person.mail, ...whatFor };
  return sign(issuing, person, claims, { audience: about.client, ttl: TOKEN_SECONDS });
}

function sign(
  { key, url }: Issuing,
  person: SandboxPerson,
  claims: Record<string, unknown>,
  { audience, ttl }: { audience: string; ttl: number },
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: key.algorithm, kid: key.kid, typ: 'JWT' })
    .setIssuer(url)
    .setSubject(person.id)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + ttl)
    .sign(key.privateKey);
}
