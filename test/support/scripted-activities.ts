import type {
  Activities,
  AuditActivities,
  IncidentActivities,
  IncidentMessages,
  PersonActivities,
  ReservationActivities,
} from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import type { AccountPlan } from '../../src/domain/accounts.ts';
import type { ApprovalStage, Assessment } from '../../src/domain/approval.ts';
import { AUDIT_START } from '../../src/domain/audit.ts';
import { chained } from '../../src/domain/audit-chain.ts';
import type { ChangePlan } from '../../src/domain/change.ts';
import { NO_LOAD } from '../../src/domain/load.ts';
import type { RequestInput, ServiceRequest } from '../../src/domain/request.ts';

export const SELECTION = { stage: 'prod', regions: ['east'], size: 'S', items: [] } as const;

export const SPEC_HASH = `sha256:${'4be1'.repeat(16)}`;

export function requestInput(reference: string, change: Partial<RequestInput['draft']> = {}): RequestInput {
  return {
    reference,
    senderProof: 'proven',
    source: { channel: 'mail', key: `requests/<${reference}@example.test>`, receivedAt: '2026-11-21T09:00:00.000Z' },
    draft: {
      kind: 'create-project',
      requester: 'dana@example.test',
      project: 'payments',
      title: 'Payments API',
      lead: 'lee@example.test',
      costCentre: 'CC-1042',
      environments: [SELECTION],
      reason: 'Replaces the legacy billing VM.',
      ...change,
    },
  };
}

function validRequest(input: RequestInput): ServiceRequest {
  const { draft, reference, source } = input;
  const { environment } = draft;
  return {
    reference,
    kind: draft.kind,
    source,
    requester: draft.requester,
    requesterId: 'dana',
    lead: draft.lead ?? '',
    leadId: 'lee',
    members: [],
    project: draft.project ?? 'payments',
    title: draft.title ?? '',
    costCentre: draft.costCentre ?? '',
    reason: draft.reason ?? '',
    ...(draft.environments?.length || environment ? { selection: SELECTION } : {}),
    ...(environment ? { removes: { environment, madeBy: 'BR-7F3K2M9QXA', data: ['postgresql app'] } } : {}),
  };
}

export const ACCOUNT_PLAN: AccountPlan = {
  project: 'payments',
  people: [{ mail: 'dana@example.test', id: 'dana', name: 'Dana Field', exists: true }],
  groups: [{ role: 'developers', name: 'berth-payments-developers', members: ['dana'] }],
};

export const CHANGE_PLAN: ChangePlan = {
  baseSha: 'b'.repeat(40),
  contentHash: `sha256:${'c0de'.repeat(16)}`,
  specHash: SPEC_HASH,
  environment: 'payments-prod',
  paths: ['environments/payments-prod/berth.yaml'],
  placements: [{ cluster: 'cluster-east-prod', environment: 'payments-prod', executor: 'kubernetes' }],
  cost: { currency: 'USD', before: 0, after: 59.32, delta: 59.32, priceBook: '2026-01' },
};

/** A stage in which any one of these decides. */
export function stageOf(name: string, people: readonly string[], change: Partial<ApprovalStage> = {}): ApprovalStage {
  const role = name === 'lead' ? 'project-lead' : `group:${name}`;
  return {
    name,
    mode: 'any',
    count: 1,
    parties: [{ role, people }],
    approvers: [...new Set((change.parties ?? [{ people }]).flatMap((party) => party.people))],
    about: ['content', 'cost', 'placement'],
    onExpiry: 'deny',
    mayDelegate: false,
    why: `The rule ${name} demands it.`,
    binding: `sha256:${name}`,
    ...change,
  };
}

/** What a policy demands, with everything beside it as it is when nothing is special. */
export function assessmentOf(stages: readonly ApprovalStage[], change: Partial<Assessment> = {}): Assessment {
  return {
    policy: { engine: 'embedded', version: 'approval@0123456789abcdef', inputDigest: 'sha256:1' },
    input: {} as Assessment['input'],
    stages,
    autoApproval: null,
    denials: [],
    ...change,
  };
}

const HEAD = 'a'.repeat(40);
const MERGE = '9a0c'.repeat(10);
const IN_DAYS = (from: string, days: number) => new Date(Date.parse(from) + days * 86_400_000).toISOString();

/**
 * Activities that answer as a world in which everything goes well. Workflow tests script single ones; what the real
 * ones do is the contract tests' business.
 */
export function happyActivities(calls: string[], script: Partial<Activities> = {}): Activities {
  const happy: Activities = {
    ...intakeActivities(),
    ...directoryActivities(),
    ...repositoryActivities(),
    ...decisionActivities(),
    ...clusterActivities(),
    ...personActivities(),
    ...roomActivities(),
    ...messageActivities(),
    ...incidentActivities(),
    ...auditActivities(),
    watchMailbox: () => Promise.reject(failure('Unavailable', 'no mailbox in this test')),
    feedWebhooks: () => Promise.reject(failure('Unavailable', 'no webhooks in this test')),
    postToWebhook: async () => ({ outcome: 'delivered' }),
  };
  const scripted = { ...happy, ...script } as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const recorded = Object.entries(scripted).map(([name, act]) => [name, record(calls, name, act)]);
  return Object.fromEntries(recorded) as Activities;
}

function record(calls: string[], name: string, act: (...args: unknown[]) => Promise<unknown>) {
  return (...args: unknown[]) => {
    // What goes into the record goes beside everything else, in an order of its own.
    if (name !== 'enterIntoRecord') calls.push(name);
    return act(...args);
  };
}

const intakeActivities = () => ({
  validateRequest: async (input: RequestInput) =>
    input.draft.project || input.draft.environment
      ? { request: validRequest(input), problems: [] }
      : { problems: [{ where: 'project', what: 'is missing', mend: 'give it a short name' }] },
  confirmsItself: async () => false,
  dueTimes: async ({ from }: { from: string }) => ({ reminders: [IN_DAYS(from, 1)], deadline: IN_DAYS(from, 14) }),
});

const directoryActivities = () => ({
  findPerson: async () => ({ id: 'dana', name: 'Dana Field', mail: 'dana@example.test', githubLogin: 'dana-field' }),
  proposeAccounts: async () => ACCOUNT_PLAN,
  checkAccountPlan: async () => [],
  provisionAccounts: async () => ({ created: ['group berth-payments-developers'], toActivate: [] }),
  findReplicationGaps: async () => [],
  findProjectUsers: async () => [],
  retireAccounts: async () => ['group berth-payments-developers'],
  retireProject: async () => ({ done: ['moved away: OU payments'], madeBy: 'BR-7F3K2M9QXA', neededBy: [] }),
  findWindow: async () => null,
  lockEnvironment: async ({ reference }: { reference: string }) => ({ heldBy: reference }),
});

const repositoryActivities = () => ({
  sweepPullRequests: async ({ since }: { since: string }) => ({ references: [], until: since }),
  checkSelection: async () => [],
  planChange: async () => CHANGE_PLAN,
  readPullRequest: async () => ({
    state: 'open' as const,
    headSha: HEAD,
    specMatches: true,
    branchExists: true,
    reviews: [],
  }),
  readTeam: async () => [],
  proposeChange: async ({ request }: { request: ServiceRequest }) => ({
    number: 7,
    url: 'https://git.example.test/example/fleet/pull/7',
    branch: `berth/${request.reference}`,
    headSha: HEAD,
  }),
  mirrorApproval: async () => {},
  recordPlan: async () => {},
  mergePullRequest: async () => ({ mergeSha: MERGE }),
  closePullRequest: async () => ['pull request #7'],
  restoreBranch: async () => {},
  revertChange: async () => ['merged change'],
  dropFiles: async ({ mergeSha }: { mergeSha: string }) => ({ mergeSha, done: ['dropped files'] }),
  ensureTeam: async () => {},
  retireTeam: async () => [],
  writeLedger: async () => {},
});

const decisionActivities = (): Pick<
  Activities,
  'assessChange' | 'judgeDecision' | 'findDelegates' | 'decisionsFromReviews'
> => ({
  assessChange: async () => assessmentOf([stageOf('lead', ['lee'])]),
  judgeDecision: async ({ decision: { token: _, ...decision }, stage }) => ({
    decision,
    at: decision.expires,
    ...(stage.approvers.includes(decision.person)
      ? { counts: true, binding: stage.binding }
      : { counts: false, refusal: `${decision.person} may not decide` }),
  }),
  findDelegates: async ({ stages }) => [...stages],
  decisionsFromReviews: async () => ({ decisions: [], early: [] }),
});

const clusterActivities = (): Pick<
  Activities,
  | 'planInfrastructure'
  | 'applyInfrastructure'
  | 'manualCommands'
  | 'findMissingInfrastructure'
  | 'configureMachines'
  | 'removeInfrastructure'
  | 'dismantleInfrastructure'
  | 'removalCommands'
  | 'findStandingWalls'
  | 'awaitEmptied'
  | 'awaitDropped'
  | 'awaitPlacement'
  | 'smokeCheck'
> => ({
  planInfrastructure: async () => ({ digest: 'sha256:plan', changes: [] }),
  applyInfrastructure: async () => ({ objects: ['Namespace payments-prod'], missing: [] }),
  manualCommands: async () => ['kubectl apply -f walls.yaml'],
  findMissingInfrastructure: async () => [],
  configureMachines: async ({ placement }) => ({ hosts: [`machine.${placement.cluster}.example.test`] }),
  removeInfrastructure: async ({ placement }) => [`namespace on ${placement.cluster}`],
  dismantleInfrastructure: async ({ placement }) => ({ removed: [`Namespace payments-prod on ${placement.cluster}`] }),
  removalCommands: async () => ['kubectl delete namespace payments-prod'],
  findStandingWalls: async () => [],
  awaitEmptied: async ({ placement }) => ({ cluster: placement.cluster, state: 'emptied' }),
  awaitDropped: async ({ placement }) => ({ cluster: placement.cluster, state: 'dropped' }),
  awaitPlacement: async ({ placement, mergeSha }) => ({ cluster: placement.cluster, state: 'ready', commit: mergeSha }),
  smokeCheck: async () => [],
});

const auditActivities = (): AuditActivities => ({
  enterIntoRecord: async () => {},
  readRecordHead: async () => AUDIT_START,
  writeRecord: async ({ after, batch }) => chained(after, batch.entries).head,
});

const roomActivities = (): ReservationActivities => ({
  reserveRoom: async ({ budgets }) => ({ budgets }),
  confirmRoom: async () => {},
  releaseRoom: async () => [],
  readBook: async () => ({ limit: {}, others: NO_LOAD, standing: [] }),
  whoGoesOn: async ({ references }) => [...references],
});

const personActivities = (): PersonActivities => ({
  areProven: async ({ absences }) => absences.map(() => true),
  tellStaffing: async () => [],
  nudge: async () => {},
  digestTimes: async ({ from }) => ({ opens: from, nextDay: IN_DAYS(from, 1) }),
  findTold: async ({ tell }) => ({ people: [], operators: tell.includes('platform-operator'), unreached: [] }),
  sendDigest: async ({ nudges }) => nudges.map(({ reference }) => reference),
});

const incidentActivities = (): IncidentActivities & IncidentMessages => ({
  joinIncident: async ({ cause }) => ({ key: `${cause.type.toLowerCase()}-0123456789` }),
  leaveIncident: async () => {},
  remindOperators: async () => {},
  retryMembers: async ({ references }) => ({ taken: references, refused: [], gone: [] }),
  showIncident: async () => ({ channel: 'C0BERTH', ts: '2.0' }),
  remindOfIncident: async () => {},
});

const messageActivities = () => ({
  queueMerge: async () => ({ ahead: 0 }),
  sendMail: async () => {},
  sendActivation: async () => {},
  sendConfirmation: async () => {},
  askByMail: async () => {},
  askInSlack: async () => [{ channel: 'D0LEE', ts: '1.0', person: 'lee' }],
  showProgressInSlack: async () => {},
  closeInSlack: async () => {},
  announceInSlack: async () => [],
});
