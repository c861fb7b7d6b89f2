import type { Config } from '../config.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import { type Project, readEnvironments, readProject, requestPath } from '../domain/fleet-settings.ts';
import { groupName, partsOf } from '../domain/naming.ts';
import {
  dataOf,
  type EnvironmentRecord,
  isOfEnvironment,
  readEnvironmentRecord,
  selectionOf,
} from '../domain/removal.ts';
import { checkTombstone } from '../domain/render/ownership-check.ts';
import type { Person, Problem, RequestInput, ServiceRequest } from '../domain/request.ts';
import { didYouMean } from '../domain/suggest.ts';
import { checkRemovalDraft } from './check-draft.ts';
import { textOf } from './text-of.ts';

/** What is asked of the outside to tell whether an environment may be removed, and by whom. */
export interface RemovalDeps {
  readonly catalogue: Catalogue;
  /** Names of the groups whose people may ask for any removal: support and operators. */
  readonly staff: readonly string[];
  findPerson(by: { mail?: string; id?: string }): Promise<Person | null>;
  /** Names of the groups a person is in, nested ones too. */
  groupsOf(personId: string): Promise<readonly string[]>;
  /** The fleet's settings at the head of main, and what is wanted beside them. */
  readFleet(sha?: string, also?: (path: string) => boolean): Promise<FleetSnapshot>;
}

/** Groups whose people may ask for the removal of any environment. */
export const staffOf = ({ directory: { groups } }: Pick<Config, 'directory'>): readonly string[] => [
  groups.support,
  groups.operators,
];

type Validated = { request?: ServiceRequest; problems: Problem[] };

/** The request that a draft of kind `decommission` stands for; or everything that is wrong with it. */
export async function validateRemoval(deps: RemovalDeps, input: RequestInput): Promise<Validated> {
  const { checked, problems } = checkRemovalDraft(input.draft);
  if (!checked) return { problems };
  const requester = await deps.findPerson({ mail: checked.requester });
  if (!requester) return { problems: [unknownRequester(checked.requester)] };
  const snapshot = await deps.readFleet(undefined, isOfEnvironment(checked.environment));
  const record = readEnvironmentRecord(snapshot, checked.environment);
  const project = record && readProject(snapshot, record.project);
  if (!record || !project) return { problems: [notStanding(checked.environment, snapshot)] };
  const lead = await findLead(deps, project);
  if (!lead) return { problems: [noLead(project)] };
  if (!(await mayAsk(deps, input, { requester, project, snapshot, record }))) {
    return { problems: [notTheirs(requester, record, project)] };
  }
  return { request: toRequest(deps, input, { requester, lead, project, record }, checked.reason), problems: [] };
}

/** Whoever decides must be known to the directory; leads may have left since. */
async function findLead({ findPerson }: RemovalDeps, { leads }: Project): Promise<Person | null> {
  for (const mail of leads) {
    const person = await findPerson({ mail });
    if (person) return person;
  }
  return null;
}

interface Asked {
  readonly requester: Person;
  readonly project: Project;
  readonly snapshot: FleetSnapshot;
  readonly record: EnvironmentRecord;
}

/** Its requester, who leads the project, support and operators; approval is needed either way. */
async function mayAsk(deps: RemovalDeps, { source }: RequestInput, asked: Asked): Promise<boolean> {
  const { requester, project, snapshot, record } = asked;
  const madeBy = textOf(snapshot.files.get(requestPath(project.name, record.request)), 'request', 'requester');
  const own = [...project.leads, madeBy].some((mail) => mail.toLowerCase() === requester.mail.toLowerCase());
  if (own) return true;
  const allowed = [groupName(project.name, 'leads'), ...deps.staff].map((name) => name.toLowerCase());
  const starter = source.startedBy?.includes('@') ? await deps.findPerson({ mail: source.startedBy }) : null;
  const askers = [requester.id, starter?.id ?? source.startedBy ?? requester.id];
  const groups = (await Promise.all([...new Set(askers)].map((id) => deps.groupsOf(id)))).flat();
  return groups.some((name) => allowed.includes(name.toLowerCase()));
}

interface Found extends Omit<Asked, 'snapshot'> {
  readonly lead: Person;
}

function toRequest(
  { catalogue }: RemovalDeps,
  { reference, source }: RequestInput,
  { requester, lead, project, record }: Found,
  reason: string,
): ServiceRequest {
  return {
    reference,
    kind: 'decommission',
    source,
    requester: requester.mail,
    requesterId: requester.id,
    lead: lead.mail,
    leadId: lead.id,
    members: [],
    project: project.name,
    title: project.title,
    costCentre: record.costCentre,
    reason,
    selection: selectionOf(record),
    removes: { environment: record.name, madeBy: record.request, data: dataOf(record, catalogue) },
  };
}

const unknownRequester = (mail: string): Problem => ({
  where: 'requester',
  what: `The directory knows nobody with the address ${mail}.`,
  mend: 'Write from the address the directory knows.',
});

function notStanding(name: string, snapshot: FleetSnapshot): Problem {
  const [gone] = checkTombstone(partsOf(name).project, snapshot);
  if (gone) return { where: 'environment', what: `${gone.what}.`, mend: 'There is nothing left to remove.' };
  const names = readEnvironments(snapshot).map((environment) => environment.name);
  const meant = didYouMean(name, names);
  const mend = meant ? `Did you mean "${meant}"?` : 'Say it as <project>-<stage>, such as payments-prod.';
  return { where: 'environment', what: `No environment ${name} stands.`, mend };
}

const noLead = ({ name, leads }: Project): Problem => ({
  where: 'environment',
  what: `The directory knows none of those who lead ${name}: ${leads.join(', ')}.`,
  mend: `An operator names a lead in projects/${name}.yaml of the fleet.`,
});

const notTheirs = (person: Person, { name }: EnvironmentRecord, { leads }: Project): Problem => ({
  where: 'requester',
  what: `${person.name} may not ask to remove ${name}.`,
  mend: `Ask one of its leads (${leads.join(', ')}) or support.`,
});
