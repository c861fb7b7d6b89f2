/*
 * The lifecycle's doors to the outside: every timeout, every retry and every summary on one screen. A single call
 * has 10 seconds, so that a worker that dies in the middle of one is noticed within 10 seconds; longer work
 * heartbeats. Fast retries end after a few attempts; from then on `insist` waits where people can see it.
 */
import {
  type ActivityOptions,
  type LocalActivityOptions,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type {
  AuditActivities,
  CatalogueActivities,
  ClusterActivities,
  DecisionActivities,
  DirectoryActivities,
  EnvironmentActivities,
  FreezeActivities,
  IncidentActivities,
  IncidentMessages,
  InfrastructureActivities,
  IntakeActivities,
  MailboxActivities,
  MergeQueueActivities,
  NotificationActivities,
  PersonActivities,
  RepositoryReadActivities,
  RepositoryWriteActivities,
  ReservationActivities,
  WebhookActivities,
} from '../activities/contracts.ts';
import { TASK_QUEUES } from './messages.ts';

/** What Temporal UI shows beside an activity's name: the same for every call, or made from what it is called with. */
type Summaries<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => unknown ? string | ((...args: A) => string) : never;
};

type AnySummary = string | ((...args: readonly unknown[]) => string);
type AnyActivity = (...args: readonly unknown[]) => Promise<unknown>;

/** Every call carries its own summary into the history. */
function gateway<T>(options: ActivityOptions, summaries: Summaries<T>): T {
  const calls = Object.entries(summaries as Record<string, AnySummary>).map(([name, summary]) => {
    const call: AnyActivity = (...args) => {
      const said = typeof summary === 'string' ? summary : summary(...args);
      const proxy = proxyActivities<Record<string, AnyActivity>>({ ...options, summary: said });
      return (proxy[name] as AnyActivity)(...args);
    };
    return [name, call];
  });
  return Object.fromEntries(calls) as T;
}

const FAST_RETRIES = {
  initialInterval: '500ms',
  backoffCoefficient: 3,
  maximumInterval: '5s',
  maximumAttempts: 4,
} as const;
const ONE_CALL: ActivityOptions = { startToCloseTimeout: '10s', retry: FAST_RETRIES };
const SEVERAL_CALLS: ActivityOptions = { startToCloseTimeout: '60s', heartbeatTimeout: '10s', retry: FAST_RETRIES };
/**
 * Recorded, not scheduled, which saves events. One short try, and `insist` makes the others: a call that outlasted its workflow
 * task (ten seconds) would be replayed in another order than it ran where an update came meanwhile, and the workflow stood still.
 */
const RECORDED: LocalActivityOptions = { startToCloseTimeout: '5s', retry: { maximumAttempts: 1 } };
const LONG: ActivityOptions = { startToCloseTimeout: '15m', heartbeatTimeout: '10s', retry: FAST_RETRIES };

export const intake = gateway<Pick<IntakeActivities, 'validateRequest'>>(ONE_CALL, {
  validateRequest: 'Check the request against schema and directory',
});

/** Without limit of attempts: what belongs into the record is never left out of it, and holds nothing up. */
export const records = gateway<Pick<AuditActivities, 'enterIntoRecord'>>(
  { startToCloseTimeout: '10s', retry: { initialInterval: '500ms', backoffCoefficient: 3, maximumInterval: '1m' } },
  { enterIntoRecord: ({ entries }) => `Record ${entries.map(({ kind }) => kind).join(', ')}`.slice(0, 100) },
);

export const recordFiles = gateway<Omit<AuditActivities, 'enterIntoRecord'>>(
  { ...SEVERAL_CALLS, taskQueue: TASK_QUEUES.githubWrite },
  { readRecordHead: 'Read up to where Git has the record', writeRecord: 'Write the record for auditors' },
);

/** Plain arithmetic by the worker's configuration: recorded, not scheduled. */
export const calendar = proxyLocalActivities<Pick<IntakeActivities, 'dueTimes' | 'confirmsItself'>>({
  startToCloseTimeout: '2s',
});

/** The same for waits of people, by a calendar that is read from the fleet at most once a minute. */
export const workingTime = proxyLocalActivities<Pick<IntakeActivities, 'dueTimes'>>(RECORDED);

export const directory = gateway<DirectoryActivities>(SEVERAL_CALLS, {
  findPerson: 'Look a person up',
  proposeAccounts: 'Propose OU, groups and accounts',
  checkAccountPlan: 'Check the account plan',
  provisionAccounts: 'Make OU, groups, accounts and memberships',
  findReplicationGaps: 'Read back from every directory server',
  findProjectUsers: 'Ask which requests need the project',
  retireAccounts: 'Undo: disable accounts and move them away',
  retireProject: 'Put away the accounts that nobody needs any more',
});

export const catalogue = gateway<CatalogueActivities>(SEVERAL_CALLS, {
  checkSelection: 'Check the selection against the catalogue',
  planChange: 'Render the change and price it',
});

export const repositoryReads = gateway<RepositoryReadActivities>(SEVERAL_CALLS, {
  readPullRequest: 'Read the pull request',
  readTeam: 'Read who is in the GitHub team',
  sweepPullRequests: 'Look for changes that no webhook told of',
});

export const repository = gateway<Omit<RepositoryWriteActivities, 'mergePullRequest'>>(
  { ...SEVERAL_CALLS, taskQueue: TASK_QUEUES.githubWrite },
  {
    proposeChange: 'Open or update the pull request',
    mirrorApproval: ({ state }) => `Set the status check to ${state}`,
    recordPlan: ({ cluster }) => `${cluster}: show the plan on the pull request`,
    closePullRequest: 'Undo: close the pull request',
    restoreBranch: 'Put the deleted branch back',
    revertChange: 'Undo: restore our paths by pull request',
    dropFiles: ({ part }) => (part === 'flux' ? 'Drop the Flux Kustomizations' : 'Drop the files that are left'),
    ensureTeam: 'Keep the GitHub team',
    retireTeam: 'Undo: take the GitHub team back',
    writeLedger: 'Write the ledger',
  },
);

/** Tried again by the line itself: while one waits, others are merged. */
export const merges = gateway<Pick<RepositoryWriteActivities, 'mergePullRequest'>>(
  { ...SEVERAL_CALLS, taskQueue: TASK_QUEUES.githubWrite, retry: { maximumAttempts: 1 } },
  { mergePullRequest: 'Merge at the approved head' },
);

export const mergeQueue = gateway<MergeQueueActivities>(ONE_CALL, {
  queueMerge: 'Take a place in the merge queue',
});

export const policies = gateway<Pick<DecisionActivities, 'assessChange'>>(SEVERAL_CALLS, {
  assessChange: 'Ask the policy who decides',
});

export const decisions = gateway<Omit<DecisionActivities, 'assessChange'>>(ONE_CALL, {
  judgeDecision: ({ decision }) => `Judge "${decision.verdict}" of ${decision.person}`,
  findDelegates: 'Look who stands in for whoever is away',
  decisionsFromReviews: 'Read GitHub reviews as decisions',
});

export const infrastructure = gateway<InfrastructureActivities>(LONG, {
  planInfrastructure: ({ placement }) => `${placement.cluster}: plan what OpenTofu would change`,
  applyInfrastructure: ({ placement }) =>
    `${placement.cluster}: apply namespace, quota, policies and rights, and read them back`,
  manualCommands: ({ placement }) => `${placement.cluster}: write down the commands for a person`,
  findMissingInfrastructure: ({ placement }) => `${placement.cluster}: prove the infrastructure by reading`,
  configureMachines: ({ placement }) => `${placement.cluster}: configure the virtual machines by Ansible`,
  dismantleInfrastructure: ({ placement }) => `${placement.cluster}: remove the walls and prove it by reading`,
  removalCommands: ({ placement }) => `${placement.cluster}: write down the commands for a person`,
  findStandingWalls: ({ placement }) => `${placement.cluster}: read which walls still stand`,
  removeInfrastructure: ({ placement }) => `Undo: remove the infrastructure on ${placement.cluster}`,
});

export const cluster = gateway<ClusterActivities>(LONG, {
  awaitPlacement: ({ placement }) => `${placement.cluster}: follow Flux until it is ready`,
  awaitEmptied: ({ placement }) => `${placement.cluster}: follow Flux until nothing is run`,
  awaitDropped: ({ placement }) => `${placement.cluster}: follow Flux until it knows nothing of it`,
  smokeCheck: 'Check namespace, quota and rights',
});

/** Asked before each merge and apply, mostly for nothing: recorded, not scheduled. */
export const freezes = proxyLocalActivities<FreezeActivities>(RECORDED);

/** The locks of environments. */
export const environments = gateway<EnvironmentActivities>(ONE_CALL, {
  lockEnvironment: ({ environment }) => `Take the lock of ${environment}`,
});

/** Room, by the keepers of the books. */
export const room = gateway<Pick<ReservationActivities, 'reserveRoom' | 'confirmRoom' | 'releaseRoom'>>(SEVERAL_CALLS, {
  reserveRoom: ({ claims }) => `Reserve room in ${claims.map(({ book }) => book).join(', ')}`,
  confirmRoom: 'Say that the environment stands',
  releaseRoom: 'Undo: give the reserved room back',
});

/**
 * What the keeper of a book asks, in a queue of its own: a thousand requests that wait for its answer leave no place in
 * theirs for anything it would wait for. No local activity: beside updates its replay takes another order than it had.
 */
export const books = gateway<Pick<ReservationActivities, 'readBook' | 'whoGoesOn'>>(
  { ...SEVERAL_CALLS, taskQueue: TASK_QUEUES.books },
  {
    readBook: 'Read limit and what stands from the fleet',
    whoGoesOn: ({ references }) => `Ask which of ${references.length} requests go on`,
  },
);

/** Without it the request cannot go on: it is insisted on, where people see it. */
export const confirmations = gateway<Pick<NotificationActivities, 'sendConfirmation'>>(ONE_CALL, {
  sendConfirmation: 'Ask the sender to confirm',
});

/** A message holds nobody up, so it can wait about ten minutes for its server; nobody else would send it later. */
const PATIENT_RETRIES = { ...FAST_RETRIES, maximumInterval: '2m', maximumAttempts: 10 } as const;

export const notifications = gateway<Omit<NotificationActivities, 'sendConfirmation'>>(
  { ...ONE_CALL, retry: PATIENT_RETRIES },
  {
    sendMail: ({ what, to }) => `Mail "${what}" to ${to}`,
    sendActivation: ({ mail }) => `Mail an activation link to ${mail}`,
    askByMail: ({ person }) => `Ask ${person} by mail`,
    askInSlack: 'Ask the approvers in Slack',
    showProgressInSlack: 'Show in Slack who is missing',
    closeInSlack: 'Show the outcome in Slack',
    announceInSlack: ({ what }) => `Announce "${what}" in Slack`,
  },
);

/** Requests leave word for people here. */
export const nudges = gateway<Pick<PersonActivities, 'nudge'>>(
  { ...ONE_CALL, retry: PATIENT_RETRIES },
  { nudge: ({ person }) => `Leave word for ${person}` },
);

/** Who is told when nobody acts. */
export const escalations = gateway<Pick<PersonActivities, 'findTold'>>(
  { ...SEVERAL_CALLS, retry: PATIENT_RETRIES },
  { findTold: ({ tell }) => `Look who is to be told: ${tell.join(', ')}` },
);

/** Without limit of attempts: a request that is not told would wait for whoever is away. */
export const people = gateway<Pick<PersonActivities, 'areProven' | 'tellStaffing'>>(
  { ...SEVERAL_CALLS, retry: { ...PATIENT_RETRIES, maximumAttempts: Number.POSITIVE_INFINITY } },
  {
    areProven: 'Check that a door of Berth took the absence in',
    tellStaffing: ({ people: who }) => `Tell the requests that wait for ${who.join(', ')}`,
  },
);

/** The mail of the day. */
export const digests = gateway<Pick<PersonActivities, 'digestTimes' | 'sendDigest'>>(
  { ...SEVERAL_CALLS, retry: PATIENT_RETRIES },
  { digestTimes: 'Look into the calendar', sendDigest: ({ person }) => `Remind ${person} of what waits for them` },
);

/** As patient as messages: without it operators would not hear of the request. */
export const incidents = gateway<Omit<IncidentActivities, 'retryMembers'>>(
  { ...ONE_CALL, retry: PATIENT_RETRIES },
  {
    joinIncident: ({ cause }) => `Tell operators: ${cause.type}, ${cause.system}`,
    leaveIncident: ({ key }) => `Leave the incident ${key}`,
    remindOperators: ({ key }) => `Have operators reminded of the incident ${key}`,
  },
);

/** Of the incident itself, which says it all again a little later. */
export const incidentMessages = gateway<IncidentMessages>(ONE_CALL, {
  showIncident: ({ news }) => (news.isOver ? 'Say in Slack that it is over' : `Say in Slack: ${news.count} requests`),
  remindOfIncident: ({ number }) => `Remind operators in Slack, time ${number}`,
});

export const incidentRepairs = gateway<Pick<IncidentActivities, 'retryMembers'>>(SEVERAL_CALLS, {
  retryMembers: ({ references, by }) => `Have ${references.length} requests tried again for ${by.person}`,
});

/** Whoever waits for news says every few seconds that it still does; its queue loses nothing by being told to stop at once. */
const READER = {
  taskQueue: TASK_QUEUES.mailbox,
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
} as const;

/** The reader of one mailbox: ten minutes of IDLE at most, noticed within 15 seconds when its worker dies. */
export const mailboxes = gateway<MailboxActivities>(
  { ...READER, startToCloseTimeout: '12m' },
  { watchMailbox: 'Read the mailbox' },
);

/** Reads what happens, for an hour at most. */
export const webhookFeed = gateway<Pick<WebhookActivities, 'feedWebhooks'>>(
  { ...READER, startToCloseTimeout: '70m' },
  { feedWebhooks: 'Tell webhooks what happens to requests' },
);

/** One try each: when the next one is due is the webhook's own to say, for people to see. */
export const webhookPosts = gateway<Pick<WebhookActivities, 'postToWebhook'>>(
  { startToCloseTimeout: '20s', retry: { maximumAttempts: 1 } },
  { postToWebhook: ({ event }) => `Post ${event.id}` },
);
