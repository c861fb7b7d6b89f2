import { BearerRefused, IssuerUnavailable } from '../auth/bearer.ts';
import { type Role, rolesOf } from '../auth/roles.ts';
import { isServiceToken, readServiceToken, type ServiceToken } from '../auth/service-tokens.ts';
import { readSession, type SignInWay } from '../auth/sessions.ts';
import type { Person } from '../domain/request.ts';
import { type ApiChannel, channelOf } from './channel.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { assertOurPage } from './sign-in/same-origin.ts';
import { sentSession } from './sign-in/session-cookie.ts';

/** What proves who calls. */
export interface Proven {
  /** Directory id; an address of theirs, where tokens name people by that; `service:<name>` of a program. */
  readonly id: string;
  /** How: a session of a browser, or a token. */
  readonly by: SignInWay | 'bearer' | 'service';
  /** Of a program. */
  readonly program?: Pick<ServiceToken, 'projects' | 'readsAll'>;
}

/** Who calls, as token or session prove it and the directory has them now. */
export interface Caller {
  readonly person: Person;
  readonly signedInBy: Proven['by'];
  readonly channel: ApiChannel;
  /** Names of the caller's groups, lower case. */
  readonly groups: ReadonlySet<string>;
  /** Those that hold whichever request it is about; of a program, in its projects. */
  readonly roles: ReadonlySet<Role>;
  /** Of a program: the projects that it may act for, none of one that reads. Nobody of the directory has any here. */
  readonly projects?: readonly string[];
}

/**
 * Who calls, as the token or else the session of their browser proves it; a session counts for writes of our own pages only.
 * @throws ApiProblem 401 without either, 403 for a write of another page, 503 when the issuer does not answer.
 */
export async function provenCaller(deps: ApiDeps, request: Request): Promise<Proven> {
  const { headers } = request;
  if (headers.has('authorization')) return byToken(deps, headers);
  const secret = await sentSession(headers, deps.config);
  if (secret !== undefined) assertOurPage(request, deps.config.publicUrl);
  const session = secret === undefined ? undefined : await readSession(deps.client, secret);
  if (session) return { id: session.person, by: session.by };
  throw new ApiProblem(401, 'You are not signed in, or no longer. Programs send "Authorization: Bearer …".');
}

/**
 * The caller of an HTTP request, as the directory knows them now.
 * @throws ApiProblem 403 for people it does not know, 503 when it cannot be reached.
 */
export async function callerOf(deps: ApiDeps, proven: Proven, headers: Headers): Promise<Caller> {
  const { id, by, program } = proven;
  if (program) return callingProgram(id, program, headers);
  const person = await personNamed(deps, id);
  if (!person) throw new ApiProblem(403, `The directory knows nobody called "${id}".`);
  return { person, signedInBy: by, channel: channelOf(headers), ...(await rightsOf(deps, person.id)) };
}

/** What somebody may wherever they look, as the directory has them now. @throws ApiProblem 503 when it cannot be reached. */
export async function rightsOf({ groupsOf, config }: ApiDeps, id: string): Promise<Pick<Caller, 'groups' | 'roles'>> {
  const groups = new Set((await groupsOf(id)).map((name) => name.toLowerCase()));
  return { groups, roles: rolesOf(groups, config.directory.groups) };
}

type Program = NonNullable<Proven['program']>;

/** A program is nobody of the directory, and has no address. */
const callingProgram = (id: string, { projects, readsAll }: Program, headers: Headers): Caller => ({
  person: { id, name: id, mail: '' },
  signedInBy: 'service',
  channel: channelOf(headers),
  groups: new Set(),
  roles: new Set([readsAll ? 'reader' : 'service']),
  projects,
});

/** Whom an issuer means: by directory id, or by an address such as the user principal name. */
export const personNamed = (deps: Pick<ApiDeps, 'findPerson'>, name: string): Promise<Person | null> =>
  deps.findPerson(name.includes('@') ? { mail: name } : { id: name });

async function byToken(deps: ApiDeps, headers: Headers): Promise<Proven> {
  const token = /^Bearer ([\w~+/.=-]+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (!token) throw new ApiProblem(401, 'Send a token of your issuer: "Authorization: Bearer …".');
  if (isServiceToken(token)) return byServiceToken(deps, token);
  return { id: await verified(deps, token), by: 'bearer' };
}

async function byServiceToken(deps: ApiDeps, sent: string): Promise<Proven> {
  const token = await readServiceToken(deps.client, sent);
  if (token) return { id: `service:${token.name}`, by: 'service', program: token };
  throw new ApiProblem(401, 'This service token is not good, or no longer. Ask an operator for another.');
}

async function verified(deps: ApiDeps, token: string): Promise<string> {
  try {
    return (await deps.verifyBearer(token)).id;
  } catch (error) {
    if (error instanceof BearerRefused) throw new ApiProblem(401, `${error.message}. Sign in again.`, { cause: error });
    if (error instanceof IssuerUnavailable) throw new ApiProblem(503, `${error.message}. Try again.`, { cause: error });
    throw error;
  }
}
