/* The token endpoint. */
import { createHash } from 'node:crypto';
import type { SandboxPerson } from '../people.ts';
import { pollDevice } from './device.ts';
import { mintAccess, mintIdToken, TOKEN_SECONDS } from './mint.ts';
import { type IssuerClient, type Issuing, type Reply, refusal, signedIn } from './state.ts';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
export const GRANTS = ['authorization_code', 'refresh_token', DEVICE, 'password'] as const;

/** Answers a call of the token endpoint. */
export async function grant(issuing: Issuing, form: URLSearchParams, authorization = ''): Promise<Reply> {
  const type = form.get('grant_type');
  if (type === 'password') return byPassword(issuing, form);
  if (!GRANTS.some((known) => known === type)) return refusal('unsupported_grant_type', `only ${GRANTS.join(', ')}`);
  const client = clientOf(issuing, form, authorization);
  if (!client) return refusal('invalid_client', 'unknown client or wrong secret', 401);
  switch (type) {
    case 'authorization_code':
      return byCode(issuing, form, client);
    case 'refresh_token':
      return byRefreshToken(issuing, form, client);
    default:
      return byDevice(issuing, form);
  }
}

/** Forgets a refresh token (RFC 7009); what is not known is forgotten already. */
export function revoke(issuing: Issuing, form: URLSearchParams, authorization = ''): Reply {
  const client = clientOf(issuing, form, authorization);
  if (!client) return refusal('invalid_client', 'unknown client or wrong secret', 401);
  const token = form.get('token') ?? '';
  if (issuing.refreshable.see(token)?.client === client.id) issuing.refreshable.take(token);
  return { status: 200 };
}

/** The client that calls, by form or Basic; with its secret when it has one. */
function clientOf({ clients }: Issuing, form: URLSearchParams, authorization: string): IssuerClient | undefined {
  const basic = /^Basic ([\w+/=]+)$/i.exec(authorization)?.[1];
  const [basicId = '', basicSecret = ''] = basic ? Buffer.from(basic, 'base64').toString().split(':') : [];
  const id = basic ? decodeURIComponent(basicId) : form.get('client_id');
  const secret = basic ? decodeURIComponent(basicSecret) : (form.get('client_secret') ?? undefined);
  return clients.find((client) => client.id === id && client.secret === secret);
}

async function byCode(issuing: Issuing, form: URLSearchParams, client: IssuerClient): Promise<Reply> {
  const code = form.get('code') ?? '';
  const granted = issuing.codes.take(code);
  if (!granted || granted.client !== client.id) return refusal('invalid_grant', 'the code is not good, or no longer');
  if (granted.redirectUri !== form.get('redirect_uri')) return refusal('invalid_grant', 'another redirect_uri');
  const verifier = form.get('code_verifier') ?? '';
  if (createHash('sha256').update(verifier).digest('base64url') !== granted.challenge)
    return refusal('invalid_grant', 'the code_verifier is not the right one');
  return tokens(issuing, granted.person, granted);
}

async function byRefreshToken(issuing: Issuing, form: URLSearchParams, client: IssuerClient): Promise<Reply> {
  const kept = issuing.refreshable.take(form.get('refresh_token') ?? '');
  if (!kept || kept.client !== client.id)
    return refusal('invalid_grant', 'the refresh token is not good, or no longer');
  return tokens(issuing, kept.person, kept);
}

async function byDevice(issuing: Issuing, form: URLSearchParams): Promise<Reply> {
  const polled = pollDevice(issuing, form);
  if ('status' in polled) return polled;
  return typeof polled.answer === 'object' ? tokens(issuing, polled.answer, polled) : refusal('access_denied', 'no');
}

async function byPassword(issuing: Issuing, form: URLSearchParams): Promise<Reply> {
  const person = signedIn(form);
  if (!person) return refusal('invalid_grant', 'wrong name or password');
  return answer({ access_token: await mintAccess(issuing, person, {}) });
}

async function tokens(
  issuing: Issuing,
  person: SandboxPerson,
  { client, scope, nonce }: { client: string; scope: string; nonce?: string },
): Promise<Reply> {
  const isLong = scope.split(' ').includes('offline_access');
  return answer({
    access_token: await mintAccess(issuing, person, {}),
    id_token: await mintIdToken(issuing, person, { client, nonce }),
    scope,
    ...(isLong ? { refresh_token: issuing.refreshable.put({ client, scope, person }) } : {}),
  });
}

const answer = (body: Record<string, string>): Reply => ({
  status: 200,
  body: { ...body, token_type: 'Bearer', expires_in: TOKEN_SECONDS },
});
