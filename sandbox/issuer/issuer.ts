/*
 * Imitates an OpenID Connect provider as far as Berth's API needs one: discovery, a key set and a token endpoint.
 *
 * Not imitated: the browser flows (authorization code, PKCE, sessions, logout), refresh tokens, client
 * authentication, userinfo, revocation, key rotation. Every other path answers 501.
 * Laxer than a real provider: plain HTTP unless asked otherwise (only ever on loopback), and the password grant, which OAuth 2.1 dropped; it
 * is here because a sandbox has no browser at hand. Passwords are those of `sandbox/people.ts`.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import type { RunningServer, SandboxContext } from '../kit/context.ts';
import { PEOPLE, type SandboxPerson } from '../people.ts';
import { type IssuerKey, makeIssuerKey } from './keys.ts';

export const ISSUER_AUDIENCE = 'berth';
const TOKEN_SECONDS = 3600;
const MAX_FORM_BYTES = 8192;

/** A started issuer. */
export interface SandboxIssuer extends RunningServer {
  /** A token of a person of the sandbox, good for `ttl` seconds (3600 unless said; a negative one has expired). */
  tokenFor(personId: string, options?: { ttl?: number; audience?: string }): Promise<string>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface IssuerOptions {
  readonly port?: number;
  /** Kubernetes takes no other issuers. */
  readonly https?: boolean;
  /** Where the claim `groups` comes from; a token has none without it. */
  groupsOf?(personId: string): Promise<readonly string[]>;
}

/** The issuer as its calls need it. */
interface Issuing {
  readonly context: SandboxContext;
  readonly key: IssuerKey;
  url: string;
  groupsOf(personId: string): Promise<readonly string[] | undefined>;
}

/** Starts the issuer on loopback, on a port the system chooses unless one is asked for. */
export async function startIssuer(context: SandboxContext, options: IssuerOptions = {}): Promise<SandboxIssuer> {
  const groupsOf = async (personId: string) => options.groupsOf?.(personId);
  const issuing: Issuing = { context, key: await makeIssuerKey(), url: '', groupsOf };
  const listener = (request: IncomingMessage, response: ServerResponse) => void serve(issuing, request, response);
  const { key, cert } = context.tls;
  const server = options.https ? createSecureServer({ key, cert }, listener) : createServer(listener);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  issuing.url = `${options.https ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    url: issuing.url,
    tokenFor: (personId, wish = {}) => mint(issuing, knownPerson(personId), wish),
    close: () => end(server),
  };
}

async function serve(issuing: Issuing, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const fault = issuing.context.faults.take('issuer', `${request.method} ${path}`);
  if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  if (fault?.cut || fault?.lostReply) {
    request.socket.destroy();
    return;
  }
  const reply = fault?.status
    ? { status: fault.status, body: { error: fault.message ?? 'fault' } }
    : await answer(issuing, path, request);
  response.writeHead(reply.status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(reply.body));
}

async function answer(issuing: Issuing, path: string, request: IncomingMessage): Promise<Reply> {
  switch (`${request.method} ${path}`) {
    case 'GET /.well-known/openid-configuration':
      return { status: 200, body: discovery(issuing.url) };
    case 'GET /jwks':
      return { status: 200, body: { keys: [issuing.key.publicJwk] } };
    case 'POST /token':
      return grant(issuing, await readForm(request));
    default:
      return { status: 501, body: { error: 'not_implemented', error_description: `${request.method} ${path}` } };
  }
}

function discovery(issuer: string): Record<string, unknown> {
  return {
    issuer,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
    grant_types_supported: ['password'],
    id_token_signing_alg_values_supported: ['ES256'],
  };
}

async function grant(issuing: Issuing, form: URLSearchParams | undefined): Promise<Reply> {
  if (!form) return refusal('invalid_request', 'the form is too large');
  if (form.get('grant_type') !== 'password') return refusal('unsupported_grant_type', 'only password');
  const person = findPerson(form.get('username') ?? '');
  if (!person || person.password !== form.get('password')) return refusal('invalid_grant', 'wrong name or password');
  const token = await mint(issuing, person, {});
  return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS } };
}

const refusal = (error: string, description: string): Reply => ({
  status: 400,
  body: { error, error_description: description },
});

async function mint(
  { key, url, groupsOf }: Issuing,
  person: SandboxPerson,
  wish: { ttl?: number; audience?: string },
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const groups = await groupsOf(person.id);
  return new SignJWT({ email: person.mail, name: person.name, ...(groups ? { groups } : {}) })
    .setProtectedHeader({ alg: key.algorithm, kid: key.kid, typ: 'JWT' })
    .setIssuer(url)
    .setSubject(person.id)
    .setAudience(wish.audience ?? ISSUER_AUDIENCE)
    .setIssuedAt(now)
    .setExpirationTime(now + (wish.ttl ?? TOKEN_SECONDS))
    .sign(key.privateKey);
}

const findPerson = (id: string): SandboxPerson | undefined =>
  Object.values<SandboxPerson>(PEOPLE).find((person) => person.id === id);

function knownPerson(id: string): SandboxPerson {
  const person = findPerson(id);
  if (!person) throw new Error(`sandbox/people.ts has no ${id}`);
  return person;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MAX_FORM_BYTES) return undefined;
  }
  return new URLSearchParams(text);
}

function end(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
