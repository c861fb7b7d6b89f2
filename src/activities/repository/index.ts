import type { AuditActivities, RepositoryReadActivities, RepositoryWriteActivities } from '../contracts.ts';
import { mirrorApproval, recordPlan } from './approval.ts';
import { readRecordHead, writeRecord } from './audit.ts';
import { closePullRequest, restoreBranch } from './close.ts';
import type { RepositoryDeps } from './deps.ts';
import { dropFiles } from './drop-files.ts';
import { asking } from './errors.ts';
import { writeLedger } from './ledger.ts';
import { mergePullRequest } from './merge.ts';
import { proposeChange } from './propose.ts';
import { readPullRequest } from './read.ts';
import { revertChange } from './revert.ts';
import { sweepPullRequests } from './sweep.ts';
import { ensureTeam, readTeam, retireTeam } from './team.ts';

/** The fleet repository on GitHub. Each looks for its own earlier work first; failures are of the closed list. */
export function createRepositoryActivities(
  deps: RepositoryDeps,
): RepositoryReadActivities & RepositoryWriteActivities & Omit<AuditActivities, 'enterIntoRecord'> {
  return {
    sweepPullRequests: (input) => asking('list the pull requests', () => sweepPullRequests(deps, input)),
    readPullRequest: (input) => asking(`show pull request #${input.number}`, () => readPullRequest(deps, input)),
    readTeam: (input) => asking(`show the team ${input.project}`, () => readTeam(deps, input)),
    proposeChange: (input) =>
      asking(`take the pull request of ${input.request.reference}`, () => proposeChange(deps, input)),
    mirrorApproval: (input) => asking(`set the approval check of #${input.number}`, () => mirrorApproval(deps, input)),
    recordPlan: (input) => asking(`show the plan of ${input.cluster}`, () => recordPlan(deps, input)),
    mergePullRequest: (input) => asking(`merge pull request #${input.number}`, () => mergePullRequest(deps, input)),
    closePullRequest: (input) =>
      asking(`close the pull request from ${input.branch}`, () => closePullRequest(deps, input)),
    restoreBranch: (input) => asking(`put back the branch ${input.branch}`, () => restoreBranch(deps, input)),
    revertChange: (input) => asking(`take the undo of ${input.reference}`, () => revertChange(deps, input)),
    dropFiles: (input) => asking(`take the removal of ${input.reference}`, () => dropFiles(deps, input)),
    retireTeam: (input) => asking(`delete the team ${input.project}`, () => retireTeam(deps, input)),
    ensureTeam: (input) => asking(`keep the team ${input.project}`, () => ensureTeam(deps, input)),
    readRecordHead: () => asking('show the record for auditors', () => readRecordHead(deps)),
    writeRecord: (input) => asking('write the record for auditors', () => writeRecord(deps, input)),
    writeLedger: (input) => asking(`write the ledger of ${input.entry.reference}`, () => writeLedger(deps, input)),
  };
}
