import { createHash } from 'node:crypto';
import { partsOf } from '../domain/naming.ts';
import type { RequestInput } from '../domain/request.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem, wrong } from './problems.ts';
import { mayDoAtAll } from './rights.ts';
import type { newRequest } from './schemas.ts';

type NewRequest = ReturnType<typeof newRequest.parse>;

/**
 * What a caller asks for, as intake takes it.
 * @param key the caller's own idempotency key, when there is one.
 * @throws ApiProblem 403 or 422 when it is for somebody else who may not or cannot be meant.
 */
export async function requestInput(
  deps: ApiDeps,
  caller: Caller,
  body: NewRequest,
  key: string | undefined,
): Promise<Omit<RequestInput, 'reference'>> {
  const { onBehalfOf, kind = 'create-project', ...fields } = body;
  assertInScope(caller, body);
  const requester = onBehalfOf === undefined ? caller.person.mail : await beneficiary(deps, caller, onBehalfOf);
  const source = {
    channel: caller.channel === 'cli' ? 'cli' : 'api',
    key: `api:${caller.person.id}:${key ?? hashOf(body)}`,
    receivedAt: new Date().toISOString(),
    ...(onBehalfOf === undefined ? {} : { startedBy: caller.person.id }),
  } as const;
  return { source, senderProof: 'proven', draft: { kind, requester, ...fields } };
}

/** Without a key of the caller's, the same words of the same person are the same request. */
const hashOf = (body: NewRequest): string => createHash('sha256').update(JSON.stringify(body)).digest('hex');

/** A program asks for its own projects, and always for somebody: nobody else could be asked back. */
function assertInScope({ person, projects }: Caller, body: NewRequest): void {
  if (!projects) return;
  if (projects.length === 0) throw new ApiProblem(403, `${person.name} reads, and asks for nothing.`);
  const project = body.kind === 'decommission' ? partsOf(body.environment).project : body.project;
  if (!projects.includes(project))
    throw new ApiProblem(403, `${person.name} may act for ${projects.join(', ')} alone, not for ${project}.`);
  if (body.onBehalfOf === undefined) throw wrong('onBehalfOf', 'is missing', 'Name the person that it is for.');
}

async function beneficiary(deps: ApiDeps, caller: Caller, mail: string): Promise<string> {
  if (!caller.projects && !mayDoAtAll('intake:ask-for-others', caller))
    throw new ApiProblem(403, 'Only support asks on behalf of somebody else.');
  const person = await deps.findPerson({ mail });
  if (person) return person.mail;
  throw new ApiProblem(422, 'The request is for somebody the directory does not know.', {
    problems: [{ where: 'onBehalfOf', what: `nobody has the address ${mail}`, mend: 'Check the address.' }],
  });
}
