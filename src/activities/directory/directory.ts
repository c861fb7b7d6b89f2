import type { DirectoryAccess } from '../../clients/directory.ts';
import { lookUpPerson } from '../../clients/directory-people.ts';
import type { DirectoryActivities } from '../contracts.ts';
import { checkPlan } from './check-plan.ts';
import { inDirectory } from './failures.ts';
import { proposePlan } from './propose.ts';
import { provision } from './provision.ts';
import { findGaps } from './replication.ts';
import { retire } from './retire.ts';

/** Step 2 against an Active Directory; see `DirectoryActivities` for what each promises. */
export function createDirectoryActivities(access: DirectoryAccess): DirectoryActivities {
  return {
    findPerson: (by) => inDirectory('Looking a person up', () => lookUpPerson(access, by)),
    proposeAccounts: (request) =>
      inDirectory(`Proposing accounts of ${request.project}`, () => proposePlan(access, request)),
    checkAccountPlan: ({ request, plan }) =>
      inDirectory(`Checking the account plan of ${plan.project}`, () => checkPlan(access, request, plan)),
    provisionAccounts: (input) =>
      inDirectory(`Making accounts of ${input.plan.project}`, () => provision(access, input)),
    findReplicationGaps: (plan) => findGaps(access, plan),
    retireAccounts: ({ reference, plan }) =>
      inDirectory(`Undoing accounts of ${plan.project}`, () => retire(access, reference)),
  };
}
