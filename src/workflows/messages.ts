/*
 * Signals, updates and queries of the request workflow: shared by api, cli, intake, activities and tests. Updates
 * carry who acts, as proven by the door they came through; what counts as a decision is judged again inside.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Absence } from '../domain/absence.ts';
import type { AccountPlan } from '../domain/accounts.ts';
import type { Assessment } from '../domain/approval.ts';
import type { AuditEntry, AuditTail } from '../domain/audit.ts';
import type { Decision } from '../domain/decision.ts';
import type { Nudge } from '../domain/digest.ts';
import type { EnvironmentInput } from '../domain/environment.ts';
import type { FreezeTarget, FreezeWindow } from '../domain/freeze.ts';
import type { Incident, IncidentMember } from '../domain/incident.ts';
import type { RequestDraft } from '../domain/request.ts';
import type { Ask, Book, Place } from '../domain/reservation.ts';
import type { Selection } from '../domain/selection.ts';
import type { RequestStatus, TimelineEntry } from '../domain/status.ts';
import type { Replay } from '../domain/webhook/queue.ts';
import type { Webhook, WebhookDelivery, WebhookEvent } from '../domain/webhook/webhook.ts';
import type { PermitAnswer, PermitAsk } from '../domain/write-permits.ts';
import type { Failure } from './failure-of.ts';

/** Who does something, proven by the door. */
export interface ActedBy {
  /** Directory id. */
  readonly person: string;
  readonly channel: string;
}

/**
 * A decision by plain signal: `temporal workflow signal --name approve --input '{"person":"lee"}'`. With a token the
 * fields it was made over come along (`berth approve --print-signal` prints the whole line); what is absent means
 * the request as it stands.
 */
export type PlainDecision = Pick<Decision, 'person'> & Partial<Omit<Decision, 'reference' | 'verdict' | 'channel'>>;
export const approveSignal = defineSignal<[PlainDecision]>('approve');
export const rejectSignal = defineSignal<[PlainDecision]>('reject');

/** Something changed outside; read to find out what. */
export const hintSignal = defineSignal<[{ system: 'github' | 'flux' | 'directory' }]>('hint');
/** The repository workflow's answer to a queued merge: merged, failed, or out of the line for a freeze. */
export interface MergeAnswer {
  readonly mergeSha?: string;
  readonly failure?: Failure;
  readonly frozen?: true;
}
export const mergedSignal = defineSignal<[MergeAnswer]>('merged');
/** A reply in the request's mail thread. */
/** With the same `id` it is the same mail, read a second time. */
export interface MailReply {
  readonly id?: string;
  readonly from: string;
  readonly text: string;
  readonly command?: 'withdraw';
}
export const mailReplySignal = defineSignal<[MailReply]>('mailReply');
/** A mail of ours bounced. */
export const deliveryFailedSignal = defineSignal<[{ what: string; to: string; reason: string }]>('deliveryFailed');

export const confirmSenderUpdate = defineUpdate<void, [ActedBy]>('confirmSender');
export const claimTaskUpdate = defineUpdate<void, [ActedBy & { task: string }]>('claimTask');
/** Gives a claimed task back; `holder`: directory id of whose it was when it was looked at. */
export type TaskRelease = ActedBy & { readonly task: string; readonly holder: string };
export const releaseTaskUpdate = defineUpdate<void, [TaskRelease]>('releaseTask');
/** Ends a triage task with a completed draft, or an account task with a (perhaps edited) plan, or a manual one. */
export const completeTaskUpdate = defineUpdate<
  void,
  [ActedBy & { task: string; plan?: AccountPlan; draft?: RequestDraft }]
>('completeTask');
export const selectUpdate = defineUpdate<void, [ActedBy & { selection: Selection }]>('select');
/** Answers only that the decision is queued or why it cannot be; whether it counts is in the status. */
export const decideUpdate = defineUpdate<void, [Decision]>('decide');
export const withdrawUpdate = defineUpdate<void, [ActedBy & { reason?: string }]>('withdraw');

/** Something is said about the request; it is kept in its story and told to those whom it concerns. */
export const commentUpdate = defineUpdate<void, [ActedBy & { text: string }]>('comment');

export type Repair = 'retry' | 'skip' | 'undo' | 'edit' | 'accept';
export const repairUpdate = defineUpdate<
  void,
  [ActedBy & { repair: Repair; reason?: string; selection?: Selection; plan?: AccountPlan }]
>('repair');

export const statusQuery = defineQuery<RequestStatus>('status');
/** What the policy was asked about the change, and what it said; null until then. */
export const assessmentQuery = defineQuery<Assessment | null>('assessment');
export const timelineQuery = defineQuery<TimelineEntry[]>('timeline');

/** An environment as its workflow knows it; as the result of the workflow, what became of it. */
export interface EnvironmentStatus extends EnvironmentInput {
  readonly status: 'active' | 'removed';
  /** Reference of the request that changes it now, or has removed it. */
  readonly changedBy: string | null;
}
/** Of the environment workflow. */
export const environmentQuery = defineQuery<EnvironmentStatus>('environment');

/** Signals of the repository workflow (`git:<owner>.<name>`). */
export interface MergeOrder {
  readonly reference: string;
  /** Where it would change something: while one of them is frozen it is not merged. */
  readonly clusters: readonly string[];
  readonly number: number;
  readonly headSha: string;
  readonly specHash: string;
}
export const queueMergeSignal = defineSignal<[MergeOrder]>('queueMerge');

/** References in line to merge, the next one first. */
export const mergeLineQuery = defineQuery<string[]>('mergeLine');
/** To a request in that line: nobody is merged before `until` (ISO 8601), and why. */
export const mergeDelayedSignal = defineSignal<[{ text: string; until: string }]>('mergeDelayed');

/** Of the workflow `permits:<owner>`: permits to write to GitHub, or when to ask again. */
export const takePermitsUpdate = defineUpdate<PermitAnswer, [PermitAsk]>('takePermits');

/** Messages of an environment's workflow. The update takes its lock for a request; it answers whose the lock is now. */
export const beginChangeUpdate = defineUpdate<string, [reference: string]>('beginChange');
/** The request that held the lock has ended, and the environment stands. */
export const changeEndedSignal = defineSignal<[reference: string]>('changeEnded');
/** The request that held the lock has taken the environment away. */
export const removedSignal = defineSignal<[reference: string]>('removed');

/** Of the workflow `freeze`, which runs while there is a window; one of the same target is replaced. */
export const freezeSignal = defineSignal<[FreezeWindow]>('freeze');
/** `by`: directory id of whoever ends it. */
export const unfreezeSignal = defineSignal<[{ target: FreezeTarget; by?: string }]>('unfreeze');
export const windowsQuery = defineQuery<FreezeWindow[]>('windows');
/** A request that a window holds, as it was told: once another one holds it, or none, it hears `windowChanged`. */
export interface HeldRequest {
  readonly reference: string;
  readonly clusters: readonly string[];
  readonly window: FreezeWindow;
}
export const heldSignal = defineSignal<[HeldRequest]>('held');
export const windowChangedSignal = defineSignal('windowChanged');
/** To a request that waits for people: one of them is away from now on, or is back. It looks anew who stands in. */
export const staffingChangedSignal = defineSignal('staffingChanged');

/** Messages of a person's workflow (`person:<directory id>`), which runs while there is anything to keep about them. */
export const absenceSignal = defineSignal<[Absence]>('absence');
/** One is ended early, or taken back before it began; `by` whom, as a directory id. */
export interface AbsenceEnd {
  readonly id: string;
  readonly by: string;
}
export const endAbsenceSignal = defineSignal<[AbsenceEnd]>('endAbsence');
/** A request waits for this person, and they are to be reminded. */
export const nudgeSignal = defineSignal<[Nudge]>('nudge');
/** Key of that workflow's memo that holds the absences which are not over. */
export const ABSENCES_MEMO = 'absences';

/** To a keeper of a book (`pool:<cluster>`, `budget:<kind>.<name>`), as a request makes it; for how long, the book decides. */
export type RoomAsk = Omit<Ask, 'until'>;

/** Asks for room, and answers at once how the request stands: with room, or in line. Asking again is harmless. */
export const askRoomUpdate = defineUpdate<Place, [RoomAsk]>('askRoom');
/** The environment of the request stands. */
export const confirmRoomSignal = defineSignal<[reference: string]>('confirmRoom');
/** The request needs its room, or its place in line, no more. */
export const releaseRoomSignal = defineSignal<[reference: string]>('releaseRoom');
export const bookQuery = defineQuery<Book>('book');

/** To a request in line: how it stands has changed, ask again. */
export const roomChangedSignal = defineSignal('roomChanged');

/** Type of a refusal that passes: the book is about to go on in a new run. */
export const BUSY = 'BookBusy';

/** To the keeper of the record for auditors, which takes each entry once. */
export const recordSignal = defineSignal<[readonly AuditEntry[]]>('record');
/** Of that keeper: what Git does not have yet. */
export const auditTailQuery = defineQuery<AuditTail>('auditTail');

/** What an incident is about, as the request says it that opens it. */
export type IncidentOpening = Pick<Incident, 'key' | 'type' | 'system' | 'problem'>;
/** A request needs an operator for this cause; one that is in it already has failed again. */
export const joinIncidentSignal = defineSignal<[Omit<IncidentMember, 'triedAgain'>]>('joinIncident');
/** Somebody has had it tried again by itself; since when it was stuck then tells whether it has failed again meanwhile. */
export const triedIncidentSignal = defineSignal<[Pick<IncidentMember, 'reference' | 'since'>]>('triedIncident');
/** What failed of this request is done, or the request has ended. */
export const leaveIncidentSignal = defineSignal<[reference: string]>('leaveIncident');
/** Operators are to be told once more; of all its requests together they are, once a day at most. */
export const remindIncidentSignal = defineSignal('remindIncident');
/** How many are tried again by this, and how many are being tried again already. */
export interface RetryAnswer {
  readonly asked: number;
  readonly underWay: number;
}
/** Has all requests tried again that are stuck in it. Saying it twice tries nobody twice. */
export const retryAllUpdate = defineUpdate<RetryAnswer, [ActedBy & { reason: string }]>('retryAll');
export const incidentQuery = defineQuery<Incident>('incident');
/** Key of the memo that holds an incident without its members. */
export const INCIDENT_MEMO = 'incident';

/** To a webhook's workflow (`webhook:<id>`), which takes each event once. */
export const webhookEventsSignal = defineSignal<[readonly WebhookEvent[]]>('webhookEvents');
/** Sends events again; one that was disabled is tried again from then on. Answers how many they are. */
export const replayWebhookUpdate = defineUpdate<number, [Replay]>('replayWebhook');
/** Gives it another secret; the one before counts for a while. Answers which one it has now. */
export const rotateWebhookUpdate = defineUpdate<Pick<Webhook, 'generation' | 'formerUntil'>>('rotateWebhook');
/** What it keeps, oldest first. */
export const webhookDeliveriesQuery = defineQuery<readonly WebhookDelivery[]>('webhookDeliveries');
/** Key of the memo that says what a webhook is and how it stands. */
export const WEBHOOK_MEMO = 'webhook';
/** To the workflow `webhooks`, which runs while there is one: there is another. */
export const webhookAddedSignal = defineSignal('webhookAdded');

/** Names by which api, intake and activities start workflows without importing them. */
export const WORKFLOWS = {
  request: 'requestLifecycle',
  mailbox: 'mailbox',
  person: 'person',
  repository: 'repository',
  permits: 'permits',
  environment: 'environment',
  freeze: 'freeze',
  reservations: 'reservations',
  incident: 'incident',
  audit: 'auditKeeper',
  session: 'session',
  serviceToken: 'serviceToken',
  webhook: 'webhook',
  webhookFeed: 'webhookFeed',
} as const;

/** Task queues: one per kind of work. */
export const TASK_QUEUES = {
  main: 'berth',
  mailbox: 'berth-mailbox',
  books: 'berth-books',
  githubWrite: 'github-write',
} as const;
/** Key of the memo that says whom a session or a service token lets in. */
export const PASS_MEMO = 'pass';
/** Key of the memo that holds the whole status. */
export const STATUS_MEMO = 'status';
