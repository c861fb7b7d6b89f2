/*
 * Imitates an OpenID Connect provider: discovery, a key set, the authorization endpoint with a sign-in page (code with PKCE,
 * S256 only, registered redirect addresses compared letter by letter, codes that are good once and for a minute, `nonce` and
 * `iss`), the device flow, refresh tokens that are replaced at each use, and client secrets.
 *
 * Not imitated: sessions of its own (each sign-in asks for the password), consent, logout, userinfo, revocation of access tokens, introspection,
 * key rotation, PAR, DPoP, more than one signing algorithm. Every other path answers 501.
 * Laxer than a real provider: plain HTTP unless asked otherwise (only ever on loopback), no lockout after wrong passwords,
 * devices may ask every second, and the password grant, which OAuth 2.1 dropped; it is here for programs of the sandbox that
 * have no browser at hand. Passwords are those of `sandbox/people.ts`. All is forgotten at the end.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { RunningServer, SandboxContext } from '../kit/context.ts';
import type { SandboxPerson } from '../people.ts';
import { askToSignIn, takeSignIn } from './authorize.ts';
import { beginDevice, takeVerdict } from './device.ts';
import { GRANTS, grant, revoke } from './grants.ts';
import { makeIssuerKey } from './keys.ts';
import { mintAccess } from './mint.ts';
import { devicePage } from './pages.ts';
import { emptyShelves, findPerson, type IssuerClient, type Issuing, type Reply, refusal } from './state.ts';

const MAX_FORM_BYTES = 8192;

/** A started issuer. */
export interface SandboxIssuer extends RunningServer {
  /** A token of a person of the sandbox, good for `ttl` seconds (3600 unless said; a negative one has expired). */
  tokenFor(personId: string, options?: { ttl?: number; audience?: string }): Promise<string>;
}

export interface IssuerOptions {
  readonly port?: number;
  /** Kubernetes takes no other issuers. */
  readonly https?: boolean;
  /** Programs that people can sign in to; none unless said. */
  readonly clients?: readonly IssuerClient[];
  /** Where the claim `groups` comes from; a token has none without it. */
  groupsOf?(personId: string): Promise<readonly string[]>;
}

/** Secret of the client `berth`; a sandbox holds no real secret. */
export const BERTH_CLIENT_SECRET = 'Sandbox-berth-client-1';

/** Berth's browsers, which come back to this address of its API, and its command line. */
export const berthClients = (apiUrl: string): IssuerClient[] => [
  { id: 'berth', secret: BERTH_CLIENT_SECRET, redirectUris: [`${apiUrl}/sign-in/done`] },
  { id: 'berth-cli', redirectUris: [], mayUseDeviceFlow: true },
];

/** By which `kubectl` signs people in to clusters: they take tokens made for it, and no other. */
export const KUBERNETES_CLIENT = 'kubernetes';

export const kubernetesClient = (): IssuerClient => ({
  id: KUBERNETES_CLIENT,
  redirectUris: ['http://localhost:8000'],
  mayUseDeviceFlow: true,
});

/** Starts the issuer on loopback, on a port the system chooses unless one is asked for. */
export async function startIssuer(context: SandboxContext, options: IssuerOptions = {}): Promise<SandboxIssuer> {
  const groupsOf = async (personId: string) => options.groupsOf?.(personId);
  const clients = options.clients ?? [];
  const issuing: Issuing = { context, key: await makeIssuerKey(), url: '', groupsOf, clients, ...emptyShelves() };
  const listener = (request: IncomingMessage, response: ServerResponse) => void serve(issuing, request, response);
  const { key, cert } = context.tls;
  const server = options.https ? createSecureServer({ key, cert }, listener) : createServer(listener);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  issuing.url = `${options.https ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    url: issuing.url,
    tokenFor: (personId, wish = {}) => mintAccess(issuing, knownPerson(personId), wish),
    close: () => end(server),
  };
}

async function serve(issuing: Issuing, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', issuing.url);
  const fault = issuing.context.faults.take('issuer', `${request.method} ${url.pathname}`);
  if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  if (fault?.cut || fault?.lostReply) {
    request.socket.destroy();
    return;
  }
  const reply = fault?.status
    ? { status: fault.status, body: { error: fault.message ?? 'fault' } }
    : await answer(issuing, url, request);
  send(response, reply);
}

function send(response: ServerResponse, { status, body, html, headers = {} }: Reply): void {
  const type = html === undefined ? 'application/json' : 'text/html; charset=utf-8';
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
  response.end(html ?? JSON.stringify(body ?? {}));
}

async function answer(issuing: Issuing, url: URL, request: IncomingMessage): Promise<Reply> {
  const call = `${request.method} ${url.pathname}`;
  switch (call) {
    case 'GET /.well-known/openid-configuration':
      return { status: 200, body: discovery(issuing.url) };
    case 'GET /jwks':
      return { status: 200, body: { keys: [issuing.key.publicJwk] } };
    case 'GET /authorize':
      return askToSignIn(issuing, url.searchParams);
    case 'GET /device':
      return devicePage(url.searchParams.get('user_code') ?? '');
    default:
      return request.method === 'POST' ? answerForm(issuing, url.pathname, request) : unknown(call);
  }
}

async function answerForm(issuing: Issuing, path: string, request: IncomingMessage): Promise<Reply> {
  const form = await readForm(request);
  if (!form) return refusal('invalid_request', 'the form is too large');
  switch (path) {
    case '/authorize':
      return takeSignIn(issuing, form);
    case '/token':
      return grant(issuing, form, request.headers.authorization);
    case '/revoke':
      return revoke(issuing, form, request.headers.authorization);
    case '/device_authorization':
      return beginDevice(issuing, form);
    case '/device':
      return takeVerdict(issuing, form);
    default:
      return unknown(`POST ${path}`);
  }
}

const unknown = (call: string): Reply => refusal('not_implemented', call, 501);

function discovery(issuer: string): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/revoke`,
    device_authorization_endpoint: `${issuer}/device_authorization`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    grant_types_supported: GRANTS,
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    id_token_signing_alg_values_supported: ['ES256'],
    authorization_response_iss_parameter_supported: true,
  };
}

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
