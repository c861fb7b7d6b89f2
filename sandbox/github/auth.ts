import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { jwtVerify } from 'jose';
import { PEOPLE, type SandboxPerson } from '../people.ts';
import { GithubError } from './errors.ts';

export const APP_ID = '1001';
export const APP_LOGIN = 'berth[bot]';
export const INSTALLATION_ID = 5001;
const TOKEN_LIFE_MS = 3_600_000;
/** GitHub refuses app tokens that live longer than ten minutes; a minute for clocks that differ. */
const LONGEST_JWT_SECONDS = 660;

/** What somebody may do in the fleet repository. */
export type Permission = 'none' | 'read' | 'write' | 'admin';

/** Whoever makes a call. */
export interface Actor {
  readonly login: string;
  readonly kind: 'user' | 'installation' | 'app';
  readonly permission: Permission;
}

const PERMISSIONS: Readonly<Record<string, Permission>> = {
  dana: 'read',
  lee: 'write',
  sam: 'write',
  olga: 'admin',
  mallory: 'none',
};

/** Who may call, and with which token. */
export interface Accounts {
  readonly privateKey: string;
  /** The person's own token. Throws for a login nobody has. */
  tokenOf(login: string): string;
  isUser(login: string): boolean;
  isMember(login: string): boolean;
  userOf(login: string): Actor;
  logins(): string[];
  issueInstallationToken(): { token: string; expiresAt: string };
  /** A token that reads, for one run of a workflow. */
  issueRunToken(): { token: string; revoke: () => void };
  /** Who acted, by login: a person or the App. */
  actorOf(login: string): Actor;
  /** The caller behind an `Authorization` header. Throws 401. */
  identify(header: string | undefined): Promise<Actor>;
  /** The caller behind HTTP Basic, as git sends it; the password is a token. */
  identifyBasic(header: string | undefined): Actor | undefined;
}

interface Token {
  readonly actor: Actor;
  readonly expires: number;
}

/** The sandbox's people as GitHub users, and one GitHub App. */
export function makeAccounts(): Accounts {
  const { privateKey, publicKey } = appKey();
  const tokens = new Map<string, Token>();
  const own = new Map<string, string>();
  for (const actor of people()) {
    const token = `ghu_${randomBytes(18).toString('hex')}`;
    tokens.set(token, { actor, expires: Number.POSITIVE_INFINITY });
    own.set(actor.login, token);
  }
  const byToken = (token: string | undefined) => liveActor(tokens.get(token ?? ''));
  const userOf = (login: string) => byToken(own.get(login)) ?? fail(`no GitHub user ${login}`);
  return {
    privateKey,
    tokenOf: (login) => own.get(login) ?? fail(`no GitHub user ${login}`),
    isUser: (login) => own.has(login),
    isMember: (login) => own.has(login) && userOf(login).permission !== 'none',
    userOf,
    logins: () => [...own.keys()],
    issueInstallationToken: () => issue(tokens),
    issueRunToken: () => issueRunToken(tokens),
    actorOf: (login) => (own.has(login) ? userOf(login) : BERTH),
    async identify(header) {
      const token = /^(?:token|bearer) (.+)$/i.exec(header ?? '')?.[1];
      const actor = byToken(token) ?? (token && (await appOf(token, publicKey)));
      if (!actor) throw new GithubError(401, token ? 'Bad credentials' : 'Requires authentication');
      return actor;
    },
    identifyBasic: (header) => byToken(passwordOf(header)),
  };
}

function people(): Actor[] {
  return Object.values<SandboxPerson>(PEOPLE).flatMap(({ id, github }) =>
    github ? [{ login: github, kind: 'user' as const, permission: PERMISSIONS[id] ?? 'none' }] : [],
  );
}

function appKey(): { privateKey: string; publicKey: KeyObject } {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKey = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

const BERTH: Actor = { login: APP_LOGIN, kind: 'installation', permission: 'write' };

function issueRunToken(tokens: Map<string, Token>): { token: string; revoke: () => void } {
  const token = `ghs_${randomBytes(18).toString('hex')}`;
  const actor: Actor = { login: 'github-actions[bot]', kind: 'installation', permission: 'read' };
  tokens.set(token, { actor, expires: Number.POSITIVE_INFINITY });
  return { token, revoke: () => void tokens.delete(token) };
}

function issue(tokens: Map<string, Token>): { token: string; expiresAt: string } {
  const token = `ghs_${randomBytes(18).toString('hex')}`;
  const expires = Date.now() + TOKEN_LIFE_MS;
  tokens.set(token, { actor: BERTH, expires });
  return { token, expiresAt: new Date(expires).toISOString() };
}

function liveActor(token: Token | undefined): Actor | undefined {
  return token && token.expires > Date.now() ? token.actor : undefined;
}

async function appOf(token: string, key: KeyObject): Promise<Actor | undefined> {
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ['RS256'], issuer: APP_ID, clockTolerance: 60 });
    const tooLong = (payload.exp ?? Number.POSITIVE_INFINITY) - Date.now() / 1000 > LONGEST_JWT_SECONDS;
    return tooLong ? undefined : { login: APP_LOGIN, kind: 'app', permission: 'none' };
  } catch {
    return undefined;
  }
}

function passwordOf(header: string | undefined): string | undefined {
  const encoded = /^basic (.+)$/i.exec(header ?? '')?.[1];
  return (
    encoded &&
    Buffer.from(encoded, 'base64')
      .toString()
      .replace(/^[^:]*:/, '')
  );
}

function fail(message: string): never {
  throw new Error(message);
}
