/*
 * Whom Backstage proves: its plugins call with a token of their own that says for whom, in a second token inside. Both are
 * checked against the keys that Backstage publishes.
 */
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { BearerRefused, type BearerVerifier, IssuerUnavailable } from './bearer.ts';

/** Berth's name among Backstage's plugins. */
const AUDIENCE = 'berth';
const PLUGIN_TOKEN = 'vnd.backstage.plugin';
const LIMITED_USER_TOKEN = 'vnd.backstage.limited-user';
/** Whose tokens are taken: the scaffolder's, for templates, and that of our own pages. */
const PLUGINS: readonly unknown[] = ['scaffolder', 'berth'];
/** People that the catalogue has from the directory are in this namespace, named by their ids there. */
const USER = /^user:default\/([\w.-]+)$/;
const TIMEOUT_MS = 5000;

/** Whether this is a token for `createBackstageVerifier` to judge. Nothing is proven by that. */
export function isOfBackstage(token: string): boolean {
  try {
    return decodeProtectedHeader(token).typ === PLUGIN_TOKEN;
  } catch {
    return false;
  }
}

/** Takes tokens of Backstage beside those of the issuer; each is judged by the keys of its own. */
export function alsoOfBackstage(ofIssuer: BearerVerifier, url: string): BearerVerifier {
  const ofBackstage = createBackstageVerifier(url);
  return (token) => (isOfBackstage(token) ? ofBackstage(token) : ofIssuer(token));
}

/** A verifier for one Backstage. @param url where it answers, such as https://backstage.example.test */
export function createBackstageVerifier(url: string): BearerVerifier {
  const base = url.replace(/\/$/, '');
  const keySets = new Map<string, JWTVerifyGetKey>();
  const keysAt = (path: string) => {
    const keys = keySets.get(path) ?? createRemoteJWKSet(new URL(`${base}${path}`), { timeoutDuration: TIMEOUT_MS });
    keySets.set(path, keys);
    return keys;
  };
  return async (token) => {
    try {
      const plugin = pluginOf(token);
      const outer = { audience: AUDIENCE, subject: plugin, typ: PLUGIN_TOKEN };
      const { obo } = await verify(token, keysAt(`/api/${plugin}/.backstage/auth/v1/jwks.json`), outer);
      if (typeof obo !== 'string') throw new BearerRefused('Backstage does not say for whom it asks');
      const { sub } = await verify(obo, keysAt('/api/auth/.well-known/jwks.json'), { typ: LIMITED_USER_TOKEN });
      return { id: personOf(sub) };
    } catch (error) {
      throw asRefusal(error, base);
    }
  };
}

/** Which plugin says it has made this token; its own keys prove it. Only known ones, since the name becomes part of a path. */
function pluginOf(token: string): string {
  const { sub } = decodeJwt(token);
  if (typeof sub !== 'string' || !PLUGINS.includes(sub)) {
    throw new BearerRefused('Backstage asks for a plugin that Berth does not listen to');
  }
  return sub;
}

async function verify(
  token: string,
  keys: JWTVerifyGetKey,
  expected: { typ: string; audience?: string; subject?: string },
): Promise<Readonly<Record<string, unknown>>> {
  const options = { ...expected, algorithms: ['ES256'], requiredClaims: ['exp', 'sub'] };
  return (await jwtVerify(token, keys, options)).payload;
}

function personOf(subject: unknown): string {
  const id = USER.exec(String(subject))?.[1];
  if (id === undefined) throw new BearerRefused('Backstage names somebody who is no person of its default namespace');
  return id;
}

/** What is wrong with a token refuses it; anything else says that nobody can be told from anybody. */
function asRefusal(cause: unknown, base: string): Error {
  if (cause instanceof BearerRefused) return cause;
  if (cause instanceof errors.JWTExpired) return new BearerRefused('The token of Backstage has expired', { cause });
  const isOfKeys =
    cause instanceof errors.JWKSTimeout || !(cause instanceof errors.JOSEError) || cause.code === 'ERR_JOSE_GENERIC';
  if (isOfKeys) return new IssuerUnavailable(`Backstage at ${base} does not answer`, { cause });
  return new BearerRefused('The token of Backstage is not valid here', { cause });
}
