import type { z } from 'zod';
import { signAbsence } from '../auth/absence-tokens.ts';
import { signalRunning } from '../clients/temporal.ts';
import { type Absence, notOver } from '../domain/absence.ts';
import { compare } from '../domain/compare.ts';
import { DAY_MS } from '../domain/duration.ts';
import { personWorkflowId } from '../domain/naming.ts';
import type { Person } from '../domain/request.ts';
import { createAbsenceReader } from '../intake/absences.ts';
import { ABSENCES_MEMO, absenceSignal, endAbsenceSignal, TASK_QUEUES, WORKFLOWS } from '../workflows/messages.ts';
import { absences, personAbsence } from './answers/operations.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem, wrong } from './problems.ts';
import { type Call, defineRoute } from './registry.ts';
import { mayDoAtAll } from './rights.ts';
import * as schemas from './schemas.ts';

/** Who is away has a delegate for so long at most. */
const MOST_DAYS = 366;

/** When people are away, and who stands in: everybody for themselves, operators for others. */
export const absenceRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/absences',
    tag: 'Absences',
    summary: 'When somebody is away, and who stands in',
    right: 'absence:see',
    query: schemas.absencesQuery,
    answers: { 200: absences },
    handle: async ({ deps, caller, query }) => ({ body: await list(deps, caller, query.person) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/absences',
    tag: 'Absences',
    summary: 'Say when you are away, and who stands in',
    right: 'absence:set',
    body: schemas.absence,
    answers: { 201: personAbsence },
    refuses: { 409: 'They are away then already.' },
    handle: async (call) => ({ status: 201, body: await enter(call) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/absences/end',
    tag: 'Absences',
    summary: 'End an absence early, or take it back',
    right: 'absence:set',
    body: schemas.absenceEnd,
    answers: { 200: personAbsence },
    refuses: { 404: 'They have no such absence, or not any more.' },
    handle: async (call) => ({ body: await end(call) }),
  }),
];

type EnterCall = Call<'absence:set', unknown, z.infer<typeof schemas.absence>>;
type EndCall = Call<'absence:set', unknown, z.infer<typeof schemas.absenceEnd>>;
type PersonAbsence = Absence & { readonly person: string };

/** Why somebody is away is theirs and the operators' to know. */
async function list(deps: ApiDeps, caller: Caller, named: string | undefined) {
  const person = await personOf(deps, caller, named);
  const isConcerned = person.id === caller.person.id || mayDoAtAll('absence:set-for-others', caller);
  const absences = await absencesOf(deps, person.id);
  const items = absences.map(({ reason, ...absence }) => (isConcerned && reason ? { ...absence, reason } : absence));
  return { person: person.id, items };
}

async function enter({ id, deps, caller, body }: EnterCall): Promise<PersonAbsence> {
  const person = await settablePerson(deps, caller, body.person);
  const delegate = await delegateOf(deps, caller, person, body.delegate);
  const { id: by } = caller.person;
  const { reason } = body;
  const window = windowOf(body);
  const known = await absencesOf(deps, person.id);
  const before = known.find((absence) => absence.id === id);
  if (before) return { person: person.id, ...before };
  const other = known.find(({ from, until }) => from < window.until && window.from < until);
  if (other)
    throw new ApiProblem(
      409,
      `${person.name} is away from ${other.from} until ${other.until} already: end that first.`,
    );
  const absence = {
    id,
    ...window,
    delegate,
    ...(reason ? { reason } : {}),
    by,
    at: new Date().toISOString(),
  };
  await begin(deps, person.id, absence);
  return { person: person.id, ...absence };
}

/** It can be read as soon as it is answered, unless the person's workflow is there already: then once a worker has taken it in. */
async function begin({ client, config }: ApiDeps, id: string, entered: Absence): Promise<void> {
  const absence = await signAbsence(config.auth.decisionKey, id, entered);
  await client.workflow.signalWithStart(WORKFLOWS.person, {
    workflowId: personWorkflowId(id),
    taskQueue: TASK_QUEUES.main,
    args: [id],
    signal: absenceSignal,
    signalArgs: [absence],
    memo: { [ABSENCES_MEMO]: [absence] },
    staticSummary: `Absences and reminders of ${id}`,
  });
}

async function end({ deps, caller, body }: EndCall): Promise<PersonAbsence> {
  const person = await settablePerson(deps, caller, body.person);
  const absence = (await absencesOf(deps, person.id)).find(({ id }) => id === body.id);
  if (!absence) throw new ApiProblem(404, `${person.name} has no absence ${body.id}, or not any more.`);
  const ended = { id: absence.id, by: caller.person.id };
  await signalRunning(deps.client, personWorkflowId(person.id), endAbsenceSignal, ended);
  return { person: person.id, ...absence };
}

async function absencesOf({ client, config }: ApiDeps, id: string): Promise<Absence[]> {
  const absences = (await createAbsenceReader(client, config.auth.decisionKey)([id])).get(id) ?? [];
  return notOver(absences, Date.now()).toSorted((a, b) => compare(a.from, b.from));
}

/** Of whom the call speaks: the caller, when it names nobody. */
async function personOf(deps: ApiDeps, caller: Caller, named: string | undefined): Promise<Person> {
  if (named === undefined) return caller.person;
  return known(deps, 'person', named);
}

async function settablePerson(deps: ApiDeps, caller: Caller, named: string | undefined): Promise<Person> {
  const person = await personOf(deps, caller, named);
  if (person.id === caller.person.id || mayDoAtAll('absence:set-for-others', caller)) return person;
  throw new ApiProblem(403, `${caller.person.name} may not do this for ${person.name}: only they and operators may.`);
}

async function delegateOf(deps: ApiDeps, caller: Caller, person: Person, named: string | null): Promise<string | null> {
  if (named === null) return null;
  const { id } = await known(deps, 'delegate', named);
  if (id === person.id) throw wrong('delegate', 'Nobody stands in for themselves.', 'Name somebody else, or nobody.');
  if (id === caller.person.id) {
    const what = 'Who enters an absence for somebody else does not stand in for them.';
    throw wrong('delegate', what, 'Name somebody else, or let another operator enter it.');
  }
  return id;
}

/** @param named a directory id or a mail address. @throws ApiProblem 422 */
async function known(deps: ApiDeps, where: string, named: string): Promise<Person> {
  const found = await deps.findPerson(named.includes('@') ? { mail: named } : { id: named });
  if (found) return found;
  throw wrong(where, `The directory knows nobody called "${named}".`, 'Name a directory id or a mail address.');
}

/** What is past of it does not count: nobody stood in then. */
function windowOf({ from, until }: { from?: string; until: string }): Pick<Absence, 'from' | 'until'> {
  const now = Date.now();
  const begin = Math.max(now, from === undefined ? now : Date.parse(from));
  const finish = Date.parse(until);
  if (finish <= now) throw wrong('until', `${until} is past.`, 'Name a time to come.');
  if (finish <= begin) throw wrong('until', 'It ends before it begins.', 'Name a later time.');
  if (finish - now > MOST_DAYS * DAY_MS)
    throw wrong('until', 'An absence is known for a year at most.', 'Name an earlier time, and enter it again then.');
  return { from: new Date(begin).toISOString(), until: new Date(finish).toISOString() };
}
