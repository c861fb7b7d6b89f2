/*
 * The lifecycle's doors to the outside: every timeout, every retry and every summary on one screen. A single call
 * has 10 seconds, so that a worker that dies in the middle of one is noticed within 10 seconds; longer work
 * heartbeats. Fast retries end after a few attempts; from then on `insist` waits where people can see it.
 */
import { type ActivityOptions, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type {
  CatalogueActivities,
  ClusterActivities,
  DecisionActivities,
  DirectoryActivities,
  InfrastructureActivities,
  IntakeActivities,
  MailboxActivities,
  MergeQueueActivities,
  NotificationActivities,
  RepositoryReadActivities,
  RepositoryWriteActivities,
} from '../activities/contracts.ts';
import { TASK_QUEUES } from './messages.ts';

type Summaries<T> = { readonly [K in keyof T]: string };

/** One proxy per activity, so that each carries its own summary into Temporal UI. */
function gateway<T>(options: ActivityOptions, summaries: Summaries<T>): T {
  const named = Object.entries<string>(summaries as Record<string, string>).map(([name, summary]) => {
    const proxy = proxyActivities<Record<string, () => Promise<unknown>>>({ ...options, summary });
    return [name, proxy[name]];
  });
  return Object.fromEntries(named) as T;
}

const FAST_RETRIES = {
  initialInterval: '500ms',
  backoffCoefficient: 3,
  maximumInterval: '5s',
  maximumAttempts: 4,
} as const;
const ONE_CALL: ActivityOptions = { startToCloseTimeout: '10s', retry: FAST_RETRIES };
const SEVERAL_CALLS: ActivityOptions = { startToCloseTimeout: '60s', heartbeatTimeout: '10s', retry: FAST_RETRIES };
const LONG: ActivityOptions = { startToCloseTimeout: '15m', heartbeatTimeout: '10s', retry: FAST_RETRIES };

export const intake = gateway<Pick<IntakeActivities, 'validateRequest'>>(ONE_CALL, {
  validateRequest: 'Check the request against schema and directory',
});

/** Plain arithmetic by the worker's configuration: recorded, not scheduled. */
export const calendar = proxyLocalActivities<Pick<IntakeActivities, 'dueTimes' | 'confirmsItself'>>({
  startToCloseTimeout: '2s',
});

export const directory = gateway<DirectoryActivities>(SEVERAL_CALLS, {
  findPerson: 'Look a person up',
  proposeAccounts: 'Propose OU, groups and accounts',
  checkAccountPlan: 'Check the account plan',
  provisionAccounts: 'Make OU, groups, accounts and memberships',
  findReplicationGaps: 'Read back from every directory server',
  retireAccounts: 'Undo: disable accounts and move them away',
});

export const catalogue = gateway<CatalogueActivities>(SEVERAL_CALLS, {
  checkSelection: 'Check the selection against the catalogue',
  planChange: 'Render the change and price it',
});

export const repositoryReads = gateway<RepositoryReadActivities>(SEVERAL_CALLS, {
  readPullRequest: 'Read the pull request',
  sweepPullRequests: 'Look for changes that no webhook told of',
});

export const repository = gateway<RepositoryWriteActivities>(
  { ...SEVERAL_CALLS, taskQueue: TASK_QUEUES.githubWrite },
  {
    proposeChange: 'Open or update the pull request',
    mirrorApproval: 'Mirror the approval as a status check',
    mergePullRequest: 'Merge at the approved head',
    closePullRequest: 'Undo: close the pull request',
    restoreBranch: 'Put the deleted branch back',
    revertChange: 'Undo: restore our paths by pull request',
    ensureTeam: 'Keep the GitHub team',
    retireTeam: 'Undo: delete the GitHub team',
    writeLedger: 'Write the ledger',
  },
);

export const mergeQueue = gateway<MergeQueueActivities>(ONE_CALL, {
  queueMerge: 'Take a place in the merge queue',
});

export const decisions = gateway<DecisionActivities>(ONE_CALL, {
  findApprovers: 'Find who may decide',
  judgeDecision: 'Judge a decision',
  decisionsFromReviews: 'Read GitHub reviews as decisions',
});

export const infrastructure = gateway<InfrastructureActivities>(LONG, {
  applyInfrastructure: 'Apply namespace, quota, policies and rights, and read them back',
  manualCommands: 'Write down the commands for a person',
  findMissingInfrastructure: 'Prove the infrastructure by reading',
  removeInfrastructure: 'Undo: remove the infrastructure',
});

export const cluster = gateway<ClusterActivities>(LONG, {
  awaitPlacement: 'Follow Flux until the placement is ready',
  smokeCheck: 'Check namespace, quota and rights',
});

export const notifications = gateway<NotificationActivities>(ONE_CALL, {
  sendMail: 'Send a mail',
  sendActivation: 'Mail an activation link',
  sendConfirmation: 'Ask the sender to confirm',
  askInSlack: 'Ask the approvers in Slack',
  closeInSlack: 'Show the outcome in Slack',
  announceInSlack: 'Announce in Slack',
});

/** The reader of one mailbox: ten minutes of IDLE at most, noticed within 15 seconds when its worker dies. */
export const mailboxes = gateway<MailboxActivities>(
  {
    taskQueue: TASK_QUEUES.mailbox,
    startToCloseTimeout: '12m',
    heartbeatTimeout: '15s',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  },
  { watchMailbox: 'Read the mailbox' },
);
