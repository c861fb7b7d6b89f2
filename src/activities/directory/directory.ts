import type { DirectoryAccess } from '../../clients/directory.ts';
import { type ActivationProof, activationProof } from '../../clients/directory-activation.ts';
import {
  type Decider,
  groupsOf,
  lookUpDecider,
  lookUpPerson,
  managerOf,
  membersOf,
} from '../../clients/directory-people.ts';
import type { DirectoryActivities } from '../contracts.ts';
import { failure } from '../failures.ts';
import { checkPlan } from './check-plan.ts';
import { endProject } from './end-project.ts';
import { inDirectory } from './failures.ts';
import { usersOf } from './notes.ts';
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
    findProjectUsers: ({ project }) => inDirectory(`Reading who needs ${project}`, () => usersOf(access, project)),
    retireProject: (input) => inDirectory(`Ending what ${input.project} has`, () => endProject(access, input)),
    retireAccounts: ({ reference, plan }) =>
      inDirectory(`Undoing accounts of ${plan.project}`, () => retire(access, { reference, project: plan.project })),
  };
}

/** What other activities ask the directory. */
export interface DirectoryQuestions {
  /** Names of the groups a person is in, nested ones too. */
  groupsOf(personId: string): Promise<string[]>;
  /** Ids of the enabled people in a group, nested ones too. */
  membersOf(group: string): Promise<string[]>;
  /** Id of somebody's manager; null without one whose account is enabled. */
  managerOf(personId: string): Promise<string | null>;
  /** Somebody who wants to decide, with whom they share a name. */
  findDecider(by: { mail?: string; id?: string; githubLogin?: string }): Promise<Decider | null>;
  /** What an activation link must carry. Throws `AccountConflict` when the account is gone or disabled. */
  activationProof(personId: string): Promise<ActivationProof>;
}

/** Reads for other activities, with failures of the closed list. */
export function createDirectoryQuestions(access: DirectoryAccess): DirectoryQuestions {
  return {
    groupsOf: (id) => inDirectory(`Reading the groups of ${id}`, () => groupsOf(access, id)),
    membersOf: (group) => inDirectory(`Reading the members of ${group}`, () => membersOf(access, group)),
    managerOf: (id) => inDirectory(`Reading the manager of ${id}`, () => managerOf(access, id)),
    findDecider: (by) => inDirectory('Looking a person up who decides', () => lookUpDecider(access, by)),
    activationProof: (id) => inDirectory(`Reading the account ${id}`, () => proofOf(access, id)),
  };
}

async function proofOf(access: DirectoryAccess, id: string): Promise<ActivationProof> {
  const proof = await activationProof(access, id);
  if (!proof) throw failure('AccountConflict', `${id} has no enabled account to activate: look at it in the directory`);
  return proof;
}
