/*
 * What the lifecycle asks of each outside system, in the lifecycle's words. Every activity is idempotent: it looks
 * for its own earlier work by a name derived from the request before it acts, and throws only failures of the
 * closed list in `domain/failures.ts`. The names of these functions are recorded in histories: renaming one is a
 * breaking change.
 */
import type { Absence } from '../domain/absence.ts';
import type { AccountPlan, AccountResult, ProjectEnd, ReplicationGap } from '../domain/accounts.ts';
import type { ApprovalStage, Assessment } from '../domain/approval.ts';
import type { ProposedChange } from '../domain/approval-text.ts';
import type { AuditBatch, AuditEntry, AuditHead } from '../domain/audit.ts';
import type { BudgetShare } from '../domain/budget-share.ts';
import type { ChangePlan, Placement, PullRequest, PullRequestState } from '../domain/change.ts';
import type { Claim } from '../domain/claim.ts';
import type { Decision, JudgedDecision } from '../domain/decision.ts';
import type { Nudge } from '../domain/digest.ts';
import type { DueRung } from '../domain/escalation.ts';
import type { TakenMail } from '../domain/flood.ts';
import type { FreezeWindow } from '../domain/freeze.ts';
import type { Cause, IncidentMember, RetryOutcome } from '../domain/incident.ts';
import type { IncidentNews } from '../domain/incident-text.ts';
import type { InfrastructurePlan } from '../domain/infrastructure-plan.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { MailFacts, MailTemplate } from '../domain/mail-message.ts';
import type { Person, Problem, RequestInput, SelectedRequest, ServiceRequest } from '../domain/request.ts';
import type { Reading } from '../domain/reservation.ts';
import type { Voice } from '../domain/seats.ts';
import type { PlacementStatus } from '../domain/status.ts';
import type { PostOutcome } from '../domain/webhook/queue.ts';
import type { Webhook, WebhookEvent } from '../domain/webhook/webhook.ts';

export type { SelectedRequest } from '../domain/request.ts';

export interface PlannedRequest extends SelectedRequest {
  readonly plan: ChangePlan;
}

/** A change with those who decide about it, for the words of its pull request. */
export interface ProposedRequest extends ProposedChange {
  readonly plan: ChangePlan;
}

/** Intake: is what came in a request? */
export interface IntakeActivities {
  /** Checks a draft against the request schema and the directory; never throws for bad input. */
  validateRequest(input: RequestInput): Promise<{ request?: ServiceRequest; problems: Problem[] }>;
  /**
   * Due times of a wait. `kind` names the wait, e.g. `approval`; `deadline` (such as `3d`) stands instead of the
   * configured one. With `project` - its slug, or '' while it is not known - working time counts, by the calendar that the
   * fleet has for it; without, every hour. Throws `Configuration` for a calendar that cannot be used.
   */
  dueTimes(wait: { kind: WaitName; from: string; deadline?: string; project?: string }): Promise<DueTimes>;
  /** True when policy lets this plan pass without support. */
  confirmsItself(plan: AccountPlan): Promise<boolean>;
}
export interface DueTimes {
  readonly reminders: string[];
  readonly deadline: string;
  /** How long it will have waited at each reminder, in words such as `4 working hours`. */
  readonly waited?: readonly string[];
  /** Who is told meanwhile beside those who are waited for, in order. */
  readonly rungs?: readonly DueRung[];
}
export type WaitName =
  | 'confirm-sender'
  | 'triage'
  | 'accounts'
  | 'selection'
  | 'approval'
  | 'repair'
  | 'manual'
  | 'capacity'
  | 'cluster';

/** The mailbox reader: a long activity that reads, starts requests, then files the mail. */
export interface MailboxActivities {
  /** `taken` are the unproven mails of the last day, by which a flood is told; each run hands them to the next. */
  watchMailbox(input: {
    mailbox: string;
    taken?: readonly TakenMail[];
  }): Promise<{ handled: Record<string, number>; taken?: readonly TakenMail[] }>;
}

export interface DirectoryActivities {
  findPerson(by: { mail?: string; id?: string; githubLogin?: string }): Promise<Person | null>;
  /** What would be made; reads only. Throws `InvalidRequest` when the lead is unknown. */
  proposeAccounts(request: ServiceRequest): Promise<AccountPlan>;
  /** Checks an edited plan; empty when it can be carried out. */
  checkAccountPlan(input: { request: ServiceRequest; plan: AccountPlan }): Promise<Problem[]>;
  /** OU, groups, users, memberships. Throws `AccountConflict` on names that belong to somebody else. */
  provisionAccounts(input: { reference: string; plan: AccountPlan }): Promise<AccountResult>;
  /** Names of the plan that some directory server does not show yet; empty means proven. */
  findReplicationGaps(plan: AccountPlan): Promise<ReplicationGap[]>;
  /** References of the requests that need the project, by the notes in the directory. */
  findProjectUsers(input: { project: string }): Promise<string[]>;
  /** Undo: disables users this request created and moves them and its groups away; never deletes. Returns what was undone. */
  retireAccounts(input: { reference: string; plan: AccountPlan }): Promise<string[]>;
  /**
   * Decommission: the environment that `reference` made is gone. When nobody else needs the project, disables all users
   * made for it who are in no other group, and moves them, its groups and its OU away; never deletes.
   */
  retireProject(input: { project: string; reference: string }): Promise<ProjectEnd>;
}

/** The catalogue, the price book and the renderer, read at one commit of the fleet. */
export interface CatalogueActivities {
  /** Empty when the selection is valid and the policy denies nothing. */
  checkSelection(input: SelectedRequest): Promise<Problem[]>;
  /** Renders without effects and returns hash, paths, placements and price. */
  planChange(input: SelectedRequest): Promise<ChangePlan>;
}

/** Reads of the fleet repository. */
export interface RepositoryReadActivities {
  /** References whose pull request changed at or after `since` (ISO 8601), for webhooks that got lost. */
  sweepPullRequests(input: { since: string }): Promise<{ references: string[]; until: string }>;
  readPullRequest(input: PlannedRequest & { number: number; branch: string }): Promise<PullRequestState>;
  /** Logins of the people of a project's team, invited ones too; none when there is no team. */
  readTeam(input: { project: string }): Promise<string[]>;
}

/** Writes to the fleet repository: they share one limit (task queue `github-write`). */
export interface RepositoryWriteActivities {
  /** Branch, tree, commit with trailers and pull request; or the same brought up to date. */
  proposeChange(input: ProposedRequest): Promise<PullRequest>;
  mirrorApproval(input: {
    number: number;
    headSha: string;
    state: 'pending' | 'success' | 'failure';
    description: string;
  }): Promise<void>;
  /** Shows the plan of one placement as the check `berth/plan/<cluster>` of that commit. */
  recordPlan(input: { headSha: string; cluster: string; plan: InfrastructurePlan }): Promise<void>;
  /** Merges at exactly `headSha`, then deletes the branch; throws `ContentChanged` when the head moved. */
  mergePullRequest(input: {
    number: number;
    headSha: string;
    reference: string;
    specHash: string;
  }): Promise<{ mergeSha: string }>;
  /** Closes unmerged and deletes the branch; without a number it is found by its branch. Returns what was done. */
  closePullRequest(input: { number?: number; branch: string; comment: string }): Promise<string[]>;
  /** Puts the branch back at the commit the request stands for. */
  restoreBranch(input: { branch: string; headSha: string }): Promise<void>;
  /** Pull request that restores our own paths as they were before the merge, merged by Berth only if byte-equal. */
  revertChange(input: { reference: string; plan: ChangePlan; mergeSha: string }): Promise<string[]>;
  /**
   * Decommission: deletes one part of what the approved removal left on main, by a pull request merged by Berth only if
   * it does nothing else; `endsProject` closes the project's name with the last part. Returns the merge, or the
   * removal's own when nothing was left to delete.
   */
  dropFiles(input: {
    reference: string;
    plan: ChangePlan;
    mergeSha: string;
    /** `flux`: the Flux Kustomizations; `files`: everything that is left. */
    part: 'flux' | 'files';
    endsProject: boolean;
  }): Promise<{ mergeSha: string; done: string[] }>;
  /** GitHub team of the developers; a follow-up that never blocks. `madeBy` made the project, when another did. */
  ensureTeam(input: { reference: string; project: string; logins: readonly string[]; madeBy?: string }): Promise<void>;
  /**
   * Undo: deletes the team if this request made it and nobody needs it; of another's team takes out whom this request
   * `added`. Returns what was undone and what was left.
   */
  retireTeam(input: {
    reference: string;
    project: string;
    added: readonly string[];
    neededBy: readonly string[];
  }): Promise<string[]>;
  /** Appends to the ledger; an entry that is there with other content stays, and this one corrects it. */
  writeLedger(input: { entry: LedgerEntry }): Promise<void>;
}

/** The record for auditors. */
export interface AuditActivities {
  /** Tells the keeper, starting it if need be; told again, an entry counts once. */
  enterIntoRecord(input: { entries: readonly AuditEntry[] }): Promise<void>;
  /** Up to where Git has the record. Throws `Configuration` when its last file is none that Berth wrote. */
  readRecordHead(): Promise<AuditHead>;
  /**
   * Files a batch in the ledger's branch as what follows `after`, or finds it there. Throws `Configuration` when Git has
   * another end of the record than `after`. Returns the head with it.
   */
  writeRecord(input: { after: AuditHead; batch: AuditBatch }): Promise<AuditHead>;
}

/** Runs `github-write` merges in a fair order. */
export interface MergeQueueActivities {
  /**
   * Signals the repository's workflow (starting it if need be) to merge when it is this request's turn. `ahead`: how many
   * come first; null when that cannot be told.
   */
  queueMerge(input: {
    reference: string;
    number: number;
    headSha: string;
    specHash: string;
  }): Promise<{ ahead: number | null }>;
}

export interface DecisionActivities {
  /**
   * What the policy demands of this change, and who can give it as the directory has it now. Throws `Configuration` when a
   * stage has too few people, or the policy cannot be used. `standIns` are those who have decided for somebody who was away.
   */
  assessChange(input: PlannedRequest & { readonly standIns?: readonly string[] }): Promise<Assessment>;
  /**
   * Verifies token, identity, current groups and four-eyes. Never throws for a bad decision: it is refused.
   * `stage` is the one whose turn it is, `approved` is the yes of those who have approved it already.
   */
  judgeDecision(input: {
    decision: Decision;
    request: ServiceRequest;
    specHash: string;
    stage: ApprovalStage;
    approved: readonly Voice[];
  }): Promise<JudgedDecision>;
  /** The same stages with those who stand in for their people at `now` (ISO 8601). */
  findDelegates(input: {
    request: ServiceRequest;
    stages: readonly ApprovalStage[];
    now: string;
  }): Promise<ApprovalStage[]>;
  /**
   * Turns reviews read from GitHub into decisions of directory people, about the stage whose turn it is. Left out: unmapped
   * logins, dismissed reviews and reviews of another commit than `headSha`, the head that was proven to match `specHash`.
   * `early` are the ids of reviews by people who only speak in a later stage: they are to be read again at its turn.
   */
  decisionsFromReviews(input: {
    reference: string;
    specHash: string;
    headSha: string;
    reviews: PullRequestState['reviews'];
    /** The one whose turn it is first, then those after it. */
    stages: readonly ApprovalStage[];
  }): Promise<{ decisions: Decision[]; early: string[] }>;
}

export interface InfrastructureActivities {
  /** What the executor `opentofu` would change, by credentials that can only read. Heartbeats; changes nothing. */
  planInfrastructure(input: PlannedRequest & { placement: Placement }): Promise<InfrastructurePlan>;
  /**
   * Applies the walls of one placement from the merged commit, by the placement's executor, after the gate (approved,
   * merged, hash equal), then reads it all back. Heartbeats. `missing` is empty when everything is proven. `differing`
   * is there when nothing was applied, since the plan has become another than every approved one.
   */
  applyInfrastructure(
    input: PlannedRequest & {
      placement: Placement;
      mergeSha: string;
      approvedPlans?: readonly InfrastructurePlan[];
    },
  ): Promise<{ objects: string[]; missing: string[]; differing?: InfrastructurePlan }>;
  /** Commands for a person, for the executor `manual`. */
  manualCommands(input: PlannedRequest & { placement: Placement; mergeSha: string }): Promise<string[]>;
  /** Reads what should exist; empty when proven. */
  findMissingInfrastructure(input: PlannedRequest & { placement: Placement; mergeSha: string }): Promise<string[]>;
  /**
   * Runs Ansible over the merged inventories of one placement, after the same gate. Heartbeats; a repeat changes nothing.
   * Throws `ProvisioningFailed` naming machine and task. Only for placements that have inventories.
   */
  configureMachines(input: PlannedRequest & { placement: Placement; mergeSha: string }): Promise<{ hosts: string[] }>;
  /** Undo, only before anything was ready: removes walls this request made, proven by reading. Returns what was undone. */
  removeInfrastructure(input: PlannedRequest & { placement: Placement }): Promise<string[]>;
  /**
   * Decommission: after the gate, removes all walls of one placement by its executor and proves by reading that they are
   * gone. `differing` as in `applyInfrastructure`; then nothing was removed. Throws `NotYet` naming what keeps a wall.
   */
  dismantleInfrastructure(
    input: PlannedRequest & {
      placement: Placement;
      mergeSha: string;
      approvedPlans?: readonly InfrastructurePlan[];
    },
  ): Promise<{ removed: string[]; differing?: InfrastructurePlan }>;
  /** Commands by which a person dismantles it, for the executor `manual`. */
  removalCommands(input: PlannedRequest & { placement: Placement }): Promise<string[]>;
  /** Reads which walls of a placement still stand, a line each; none is the proof that they are gone. */
  findStandingWalls(input: PlannedRequest & { placement: Placement }): Promise<string[]>;
}

export interface ClusterActivities {
  /** Asks Flux to look now, then follows the environment's Kustomization up to `budgetSeconds`, heartbeating. */
  awaitPlacement(input: {
    plan: ChangePlan;
    placement: Placement;
    mergeSha: string;
    budgetSeconds: number;
  }): Promise<PlacementStatus>;
  /** Decommission: follows Flux until it runs nothing of the environment, by its own inventory: `emptied`. */
  awaitEmptied(input: {
    plan: ChangePlan;
    placement: Placement;
    mergeSha: string;
    budgetSeconds: number;
  }): Promise<PlacementStatus>;
  /** Decommission: follows Flux until the environment's Kustomization is gone: `dropped`. */
  awaitDropped(input: { placement: Placement; mergeSha: string; budgetSeconds: number }): Promise<PlacementStatus>;
  /** On every placement: namespace, quota and a SubjectAccessReview for each group; empty when all is as promised. */
  smokeCheck(input: PlannedRequest): Promise<string[]>;
}

/** A message by mail: the template and its data. */
export interface MailOrder {
  readonly reference: string;
  /** Which moment of the request; with the reference it makes the Message-ID. */
  readonly what: MailTemplate;
  /** Mail address, or directory id. */
  readonly to: string;
  readonly inReplyTo?: string;
  readonly data: MailFacts;
}

/** Where somebody was asked in Slack. */
export interface AskedPost {
  readonly channel: string;
  readonly ts: string;
  /** Directory id of whoever reads it. */
  readonly person: string;
}

export interface NotificationActivities {
  /** Sends once as far as SMTP lets us know; the Message-ID is the same on every attempt. Throws `Rejected` on 5xx. */
  sendMail(order: MailOrder): Promise<void>;
  /** Mail with a one-time activation link; the link itself is made and stays here. */
  sendActivation(input: { reference: string; id: string; mail: string; name: string; project: string }): Promise<void>;
  /** Mail with a link by which the sender of an unproven mail confirms it. */
  sendConfirmation(input: { reference: string; to: string; inReplyTo?: string }): Promise<void>;
  /**
   * Mails one approver of a stage what they decide about, with a link of their own, good until the end of the wait and seven
   * days at most; the link is made and stays here. Throws `Rejected` for somebody whom the directory does not know.
   */
  askByMail(input: {
    reference: string;
    /** Directory id. */
    person: string;
    stage: string;
    specHash: string;
    /** ISO 8601: when the wait for the stage ends. */
    until: string;
    data: MailOrder['data'];
  }): Promise<void>;
  /** Asks the approvers of a stage in Slack, with buttons; returns where, so that what comes of it can be shown there. */
  askInSlack(
    input: PlannedRequest & {
      stage: Pick<ApprovalStage, 'name' | 'why' | 'approvers' | 'delegates'>;
      pullRequest: PullRequest;
      /** ISO 8601: since when they are asked; by it an earlier asking is not taken for this one. */
      since: string;
      /** Why they are asked once more, if they are. */
      again?: string;
    },
  ): Promise<AskedPost[]>;
  /** Shows how far the decision is; the buttons stay for whoever has not spoken. Changes nothing that shows an outcome. */
  showProgressInSlack(input: { posts: readonly AskedPost[]; text: string; spoken: readonly string[] }): Promise<void>;
  /** Replaces the buttons by the outcome. */
  closeInSlack(input: { posts: readonly { channel: string; ts: string }[]; text: string }): Promise<void>;
  /**
   * Posts to the team's channel and, in direct messages, to people by mail address; marked by the reference, each found
   * again on a retry. Returns who could not be told and why; they keep nobody else waiting.
   */
  announceInSlack(input: {
    reference: string;
    what: string;
    text: string;
    people: readonly string[];
  }): Promise<{ to: string; problem: string }[]>;
}

/** Requests that are stuck for one cause are told as one incident. */
export interface IncidentActivities {
  /**
   * Puts a request into the incident of its cause, opening it if need be; a request is in it once. Returns the incident's
   * key.
   */
  joinIncident(input: {
    cause: Cause;
    /** The failure in its own words. */
    problem: string;
    member: Omit<IncidentMember, 'triedAgain'>;
  }): Promise<{ key: string }>;
  /** Takes a request out; nothing when the incident is over. */
  leaveIncident(input: { key: string; reference: string }): Promise<void>;
  /** Has operators told once more, which the incident does once a day at most. */
  remindOperators(input: { key: string }): Promise<void>;
  /** Sends each of these requests the repair `retry` in this person's name; a repeat of the same `act` repairs nothing twice. */
  retryMembers(input: {
    key: string;
    act: string;
    /** Who wants it, by which channel. */
    by: { readonly person: string; readonly channel: string };
    reason: string;
    references: readonly string[];
  }): Promise<RetryOutcome>;
}

/** What an incident says in the team's channel. */
export interface IncidentMessages {
  /** Posts its one message, or changes the one that stands at `post`. Returns where it stands. */
  showIncident(input: {
    news: IncidentNews;
    post: { readonly channel: string; readonly ts: string } | null;
  }): Promise<{ channel: string; ts: string }>;
  /** Another message for those who have not acted on the first; `number` counts them from 1. */
  remindOfIncident(input: { news: IncidentNews; number: number }): Promise<void>;
}

export interface FreezeActivities {
  /**
   * The window that holds work on these clusters now; null when nothing does. A request that is held is woken by the
   * signal `windowChanged` once that is another one, or none.
   */
  findWindow(input: { reference: string; clusters: readonly string[] }): Promise<FreezeWindow | null>;
}

/** People: who is away, and what waits for them. */
export interface PersonActivities {
  /** Of each absence of this person whether a door of ours took it in. */
  areProven(input: { person: string; absences: readonly Absence[] }): Promise<boolean[]>;
  /**
   * Tells the requests that wait for one of these people, or for somebody in whose place one of them acts, that who can act
   * is not as before; all but `except`. Returns the references of whom it told. Requests are found by a list that lags.
   */
  tellStaffing(input: { people: readonly string[]; except: readonly string[] }): Promise<string[]>;
  /** Leaves word with the workflow of somebody, starting it if need be. */
  nudge(input: { person: string; nudge: Nudge }): Promise<void>;
  /**
   * By the calendar of this project: `opens`, this moment or the next opening, and `nextDay`, when work begins on the next
   * working day; without a calendar now and a day later. Throws `Configuration` for a calendar that cannot be used.
   */
  digestTimes(input: { project: string; from: string }): Promise<{ opens: string; nextDay: string }>;
  /**
   * Whom a rung of an escalation reaches: `tell` as `organisation.yaml` has it, `who` as in `waitingOn`. Neither those who are
   * waited for nor those who are away; audiences of which nobody is left are `unreached`, and the operators are told instead.
   */
  findTold(input: {
    tell: readonly string[];
    who: readonly string[];
  }): Promise<{ people: string[]; operators: boolean; unreached: string[] }>;
  /**
   * Mails somebody everything that waits for them now, those who nudged among it; nothing when nothing does. Returns the
   * references. `at` makes a repeat the same mail. Throws `Rejected` for somebody whom the directory does not know.
   */
  sendDigest(input: { person: string; nudges: readonly Nudge[]; at: string }): Promise<string[]>;
}

/** Environment workflows are the locks of environments. */
export interface EnvironmentActivities {
  /**
   * Takes the lock for a request, or finds it taken; returns whose it is now. The lock of a request whose workflow is gone
   * is free; while the request that makes the environment goes on, it is that one's. Throws `Configuration` without a
   * workflow.
   */
  lockEnvironment(input: { environment: string; reference: string; madeBy: string }): Promise<{ heldBy: string }>;
}

/** Room on clusters, in quotas and in budgets, held while a request is under way. */
export interface ReservationActivities {
  /**
   * Asks each book for room, one after the other in the order of the claims, and stops at the first without: what it has
   * it keeps, and is told by a signal when to ask again. Gives back what `former` books hold for it and no claim names.
   */
  reserveRoom(input: {
    reference: string;
    environment: string;
    claims: readonly Claim[];
    /** Ids of the books that it asked before. */
    former: readonly string[];
    budgets: readonly BudgetShare[];
  }): Promise<RoomAnswer>;
  /** The environment stands: from the next reading on Git says what it takes. */
  confirmRoom(input: { reference: string; books: readonly string[] }): Promise<void>;
  /** Undo: gives room and places back. Returns nothing worth telling: nothing outside was made. */
  releaseRoom(input: { reference: string; books: readonly string[] }): Promise<string[]>;
  /** What the fleet says of the owner of a book now; `environments` are told of one by one. */
  readBook(input: { book: string; environments: readonly string[] }): Promise<Reading>;
  /** Which of these requests have not ended. */
  whoGoesOn(input: { references: readonly string[] }): Promise<string[]>;
}
export interface RoomAnswer {
  /** Where there is no room yet; absent when everything is reserved. */
  readonly waiting?: {
    /** Who can make room: the cluster, or the group that owns the budget. */
    readonly who: readonly string[];
    readonly text: string;
  };
  /** As asked about, with what other requests hold. */
  readonly budgets: readonly BudgetShare[];
}

/** Addresses outside that are told how requests go on. */
export interface WebhookActivities {
  /**
   * Tells webhooks what happens to requests, for up to an hour: what was published after `since` (ISO 8601), and what is
   * published meanwhile. `until`: everything before it is told; `isIdle`: there was no webhook all the time.
   */
  feedWebhooks(input: { since: string }): Promise<{ until: string; isIdle: boolean }>;
  /** Posts one event, signed. Says how it went; never throws for what the receiver does. */
  postToWebhook(input: {
    webhook: Pick<Webhook, 'id' | 'url' | 'generation' | 'formerUntil'>;
    event: WebhookEvent;
  }): Promise<PostOutcome>;
}

/** All activities of a worker. */
export type Activities = IntakeActivities &
  MailboxActivities &
  DirectoryActivities &
  CatalogueActivities &
  RepositoryReadActivities &
  RepositoryWriteActivities &
  AuditActivities &
  MergeQueueActivities &
  DecisionActivities &
  InfrastructureActivities &
  ClusterActivities &
  EnvironmentActivities &
  FreezeActivities &
  IncidentActivities &
  IncidentMessages &
  PersonActivities &
  ReservationActivities &
  WebhookActivities &
  NotificationActivities;
