import type { Client } from 'ldapts';
import { type DirectoryAccess, escapeValue, findEntries, valueOf, withDirectory } from '../../clients/directory.ts';
import { findUser } from '../../clients/directory-people.ts';
import { checkPlanItself, checkStanding } from '../../domain/account-plan.ts';
import type { AccountPlan, PlannedPerson } from '../../domain/accounts.ts';
import type { Problem, ServiceRequest } from '../../domain/request.ts';
import { alive } from './alive.ts';
import { MARKER } from './names.ts';
import { holdersOf } from './propose.ts';
import { findStanding } from './standing.ts';

/** What is wrong with an edited plan: first with the plan itself, then with what the directory holds. */
export async function checkPlan(
  access: DirectoryAccess,
  request: ServiceRequest,
  plan: AccountPlan,
): Promise<Problem[]> {
  const problems = checkPlanItself(request, plan);
  if (problems.length > 0) return problems;
  return withDirectory(access, async (client) => {
    const found = checkStanding(plan, await findStanding(client, access, request));
    for (const [i, person] of plan.people.entries()) {
      alive();
      const problem = await checkPerson(client, access, request.reference, person);
      if (problem) found.push({ where: `people[${i}]`, ...problem });
    }
    return found;
  });
}

type Finding = Omit<Problem, 'where'>;

function checkPerson(
  client: Client,
  access: DirectoryAccess,
  reference: string,
  person: PlannedPerson,
): Promise<Finding | undefined> {
  return person.exists ? checkKnown(client, access, person) : checkNew(client, access, reference, person);
}

async function checkKnown(
  client: Client,
  access: DirectoryAccess,
  { id, mail }: PlannedPerson,
): Promise<Finding | undefined> {
  const user = await findUser(client, access, { id });
  if (!user)
    return { what: `the directory has no enabled account ${id}`, mend: 'Correct the id, or mark the person as new' };
  if (user.person.mail === mail.toLowerCase()) return undefined;
  // An address may be the account's principal name.
  if ((await findUser(client, access, { mail }))?.person.id === user.person.id) return undefined;
  return { what: `${id} has the mail address ${user.person.mail}, not ${mail}`, mend: 'Correct the id or the address' };
}

async function checkNew(
  client: Client,
  access: DirectoryAccess,
  reference: string,
  { id, mail }: PlannedPerson,
): Promise<Finding | undefined> {
  if (await isOurs(client, access, reference, id)) return undefined;
  const user = await findUser(client, access, { mail });
  if (user && user.person.id !== id) {
    return { what: `${mail} already has the account ${user.person.id}`, mend: `Use ${user.person.id} as existing` };
  }
  const holders = await holdersOf(client, access, id);
  return holders.length === 0 ? undefined : { what: `the id ${id} is taken`, mend: 'Choose another id' };
}

/** True for a user that an earlier attempt of this request made. */
async function isOurs(client: Client, access: DirectoryAccess, reference: string, id: string): Promise<boolean> {
  const filter = `(&(objectClass=user)(sAMAccountName=${escapeValue(id)}))`;
  const found = await findEntries(client, access.config.baseDn, filter, [MARKER.user]);
  return found.some((entry) => valueOf(entry, MARKER.user) === reference);
}
