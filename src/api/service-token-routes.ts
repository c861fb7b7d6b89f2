import {
  findServiceToken,
  listServiceTokens,
  makeServiceToken,
  revokeServiceToken,
  type ServiceToken,
} from '../auth/service-tokens.ts';
import { DAY_MS } from '../domain/duration.ts';
import { idOfCall } from '../domain/naming.ts';
import { newServiceToken, serviceToken } from './answers/service-token.ts';
import { listOf } from './answers/shape.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { recordAct } from './record-act.ts';
import { defineRoute } from './registry.ts';
import * as schemas from './schemas.ts';

/** Tokens by which programs act for projects, or read all of them: operators make, see and revoke them. */
export const serviceTokenRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/service-tokens',
    tag: 'Service tokens',
    summary: 'Tokens of programs that are still good, those that end first before others',
    right: 'token:see',
    answers: { 200: listOf(serviceToken) },
    handle: async ({ deps }) => ({ body: { items: await listServiceTokens(deps.client) } }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/service-tokens',
    tag: 'Service tokens',
    summary: 'Make a token for a program; it is shown in this answer alone',
    right: 'token:manage',
    body: schemas.newServiceToken,
    answers: { 201: newServiceToken },
    tellsSecret: true,
    refuses: { 409: 'The same intention made one before, whose secret is not told twice.' },
    handle: async ({ deps, caller, body, id }) => ({ status: 201, body: await make(deps, caller, body, id) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/service-tokens/:token/revoke',
    tag: 'Service tokens',
    summary: 'Revoke a token: from then on it lets nobody in',
    right: 'token:manage',
    answers: { 200: serviceToken },
    refuses: { 404: 'No token of this id is good any more.' },
    handle: async ({ deps, caller, params }) => ({ body: await revoke(deps, caller, params.token) }),
  }),
];

type Wanted = ReturnType<typeof schemas.newServiceToken.parse>;

async function make(deps: ApiDeps, caller: Caller, { name, projects = [], readsAll, days }: Wanted, call: string) {
  const now = Date.now();
  const token: ServiceToken = {
    id: idOfCall(call),
    name,
    projects: [...new Set(projects)].toSorted(),
    ...(readsAll ? { readsAll } : {}),
    by: caller.person.id,
    at: new Date(now).toISOString(),
    until: new Date(now + days * DAY_MS).toISOString(),
  };
  await record(deps, caller, token, 'made');
  const secret = await makeServiceToken(deps.client, token);
  if (secret !== undefined) return { ...token, token: secret };
  throw new ApiProblem(409, `This was asked for before and made the token ${token.id}. Revoke it and make another.`);
}

async function revoke(deps: ApiDeps, caller: Caller, id: string): Promise<ServiceToken> {
  const token = await findServiceToken(deps.client, id);
  if (!token) throw new ApiProblem(404, `No service token ${id} is good any more.`);
  await record(deps, caller, token, 'revoked');
  await revokeServiceToken(deps.client, id, caller.person.id);
  return token;
}

function record(deps: ApiDeps, caller: Caller, token: ServiceToken, what: 'made' | 'revoked'): Promise<void> {
  const { id, name, projects, readsAll, until } = token;
  const facts = { token: id, name, projects, ...(readsAll ? { readsAll } : {}), until };
  return recordAct(
    { deps, caller },
    { id: `service-token-${id}-${what}`, what: `service token ${name} ${what}`, facts },
  );
}
