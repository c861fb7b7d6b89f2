import { BearerRefused, IssuerUnavailable } from '../auth/bearer.ts';
import { type Role, rolesOf } from '../auth/roles.ts';
import type { Person } from '../domain/request.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';

/** Through which client of the API a person acts; shown in the timeline, decides nothing. */
export type ApiChannel = 'api' | 'cli' | 'portal';

/** Names the client: `cli` or `portal`; anything else is `api`. */
export const CHANNEL_HEADER = 'Berth-Channel';

/** Who calls, as the token proves and the directory has them now. */
export interface Caller {
  readonly person: Person;
  readonly channel: ApiChannel;
  /** Names of the caller's groups, lower case. */
  readonly groups: ReadonlySet<string>;
  /** Those that hold whichever request it is about. */
  readonly roles: ReadonlySet<Role>;
}

/**
 * Directory id of the caller, as the token proves it.
 * @throws ApiProblem 401 without a valid token, 503 when the issuer does not answer.
 */
export async function provenId(deps: ApiDeps, headers: Headers): Promise<string> {
  const token = /^Bearer ([\w~+/.=-]+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (!token) throw new ApiProblem(401, 'Send a token of your issuer: "Authorization: Bearer …".');
  return verified(deps, token);
}

/**
 * The caller of an HTTP request, as the directory knows them by this id.
 * @throws ApiProblem 403 for people it does not know, 503 when it cannot be reached.
 */
export async function callerOf(deps: ApiDeps, id: string, headers: Headers): Promise<Caller> {
  const person = await deps.findPerson({ id });
  if (!person) throw new ApiProblem(403, `The directory knows nobody called "${id}".`);
  const groups = new Set((await deps.groupsOf(person.id)).map((name) => name.toLowerCase()));
  return {
    person,
    channel: channelOf(headers.get(CHANNEL_HEADER)),
    groups,
    roles: rolesOf(groups, deps.config.directory.groups),
  };
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

const channelOf = (header: string | null): ApiChannel => (header === 'cli' || header === 'portal' ? header : 'api');
