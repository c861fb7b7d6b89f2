import type { AskedPost } from '../activities/contracts.ts';
import type { AccountPlan } from '../domain/accounts.ts';
import type { Assessment } from '../domain/approval.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { ChangePlan, PullRequest } from '../domain/change.ts';
import type { Decision } from '../domain/decision.ts';
import type { InfrastructurePlan } from '../domain/infrastructure-plan.ts';
import { requestWorkflowId } from '../domain/naming.ts';
import type { RequestDraft, RequestInput, ServiceRequest } from '../domain/request.ts';
import type { Selection } from '../domain/selection.ts';
import type { RequestStatus, TimelineEntry } from '../domain/status.ts';
import { STEPS, type StepName } from '../domain/steps.ts';
import { newUndoStack, type UndoStack } from './compensation.ts';
import type { ActedBy, MergeAnswer, Repair } from './messages.ts';

/** Messages that have arrived and wait to be acted on by the main line. Handlers only fill it. */
export interface Inbox {
  confirmedBy?: ActedBy;
  completion?: { by: ActedBy; task: string; plan?: AccountPlan; draft?: RequestDraft };
  selection?: { by: ActedBy; selection: Selection };
  decisions: Decision[];
  /** Ids of decisions already taken in, so that none counts twice. */
  seenDecisions: string[];
  /** Ids of mails that were taken in. */
  seenMails?: readonly string[];
  /** True when something changed on GitHub since it was last read. */
  githubHint: boolean;
  withdrawal?: { by: string; reason: string };
  repair?: { by: ActedBy; repair: Repair; reason: string; selection?: Selection; plan?: AccountPlan };
  /** True when a book has told that it may have room by now. */
  roomChanged: boolean;
  /** True when what is frozen is another than this request was told. */
  windowChanged?: boolean;
  /** True when somebody has gone or come back since it was last looked who stands in. */
  staffingChanged?: boolean;
  merged?: MergeAnswer;
}

/** What this request does to the team; by it undo knows what to take back. */
export interface TeamWork {
  /** Ends when everything that was begun is done. */
  done: Promise<void>;
  /** Who was in the team of a standing project before this request; absent until that was read. */
  found?: readonly string[];
  /** Whom this request has put in beside them, or was about to. */
  added: readonly string[];
}

/** All that one request holds while it runs. Steps read it; only `transitions.ts` changes `status`. */
export interface Lifecycle {
  readonly input: RequestInput;
  readonly status: RequestStatus;
  readonly timeline: TimelineEntry[];
  readonly inbox: Inbox;
  readonly undo: UndoStack;
  /** The account plan that support (or an edit) has settled on. */
  accountPlan: AccountPlan | null;
  /** What the policy has said about the change as it stands, once it was asked. */
  assessment: Assessment | null;
  /** By cluster: what OpenTofu would change there as people approve it; more once an operator accepted another. */
  approvedPlans: Record<string, readonly InfrastructurePlan[]>;
  /** True while decisions are taken in. */
  deciding: boolean;
  /** By stage: why its people are asked once more, until they are. */
  askedAgain: Record<string, string>;
  /** What the check `berth/approval` shows, and how often it was set on that head. */
  check: { readonly headSha: string; readonly state: 'pending' | 'success' | 'failure'; readonly times: number } | null;
  /** Where Slack shows the question to the approvers, once it is asked there. */
  question: Promise<readonly AskedPost[]> | null;
  /** True once a removal is approved: from then on it only goes forward. */
  committed: boolean;
  /** Ids of the books that hold room for it, or hold its place in line. */
  books: readonly string[];
  /** How often the change was rendered again because main had changed the same files. */
  conflicts: number;
  /** Key of the incident that it is in, once it is known there; null when it was in none so far. */
  incident: Promise<string | null> | null;
  readonly team: TeamWork;
  /** Follow-ups that never hold the request; awaited before it ends. */
  readonly followUps: Promise<void>[];
  /** What the keeper of the record for auditors is still to be told. */
  readonly unrecorded: AuditEntry[];
  /** What was last published, so that nothing is published twice. */
  readonly published: { headline: string; attributes: Record<string, string> };
}

export function newLifecycle(input: RequestInput): Lifecycle {
  return {
    input,
    status: {
      reference: input.reference,
      workflowId: requestWorkflowId(input.reference),
      phase: 'running',
      step: STEPS[0],
      steps: STEPS.map((name) => ({ name, status: 'pending' })),
      waitingOn: null,
      task: null,
      request: null,
      requester: input.draft.requester,
      plan: null,
      pullRequest: null,
      mergeSha: null,
      policy: null,
      stages: [],
      decisions: [],
      placements: [],
      deliveries: [],
      failure: null,
      undo: { undone: [], left: [] },
      updatedAt: new Date().toISOString(),
    },
    timeline: [],
    inbox: { decisions: [], seenDecisions: [], githubHint: false, roomChanged: false },
    undo: newUndoStack(),
    accountPlan: null,
    assessment: null,
    approvedPlans: {},
    deciding: false,
    askedAgain: {},
    check: null,
    question: null,
    committed: false,
    books: [],
    conflicts: 0,
    incident: null,
    team: { done: Promise.resolve(), added: [] },
    followUps: [],
    unrecorded: [],
    published: { headline: '', attributes: {} },
  };
}

/** How a request ends when it does not become ready. */
export type EndPhase = 'rejected' | 'withdrawn' | 'expired' | 'undone';

/** Thrown by a step to end the request; the lifecycle then undoes what was done. */
export class RequestEnded extends Error {
  readonly phase: EndPhase;
  constructor(phase: EndPhase, reason: string) {
    super(reason);
    this.name = 'RequestEnded';
    this.phase = phase;
  }
}

/** Thrown when a person lets a step be skipped. */
export class StepSkipped extends Error {
  override name = 'StepSkipped';
}

/** Thrown to go back to an earlier step (or to begin this one again) with what was edited. */
export class GoBack extends Error {
  readonly step: StepName;
  /** True when what people have said counts as long as the content stays what they saw. */
  readonly keepsDecisions: boolean;
  constructor(step: StepName, reason: string, { keepsDecisions = false } = {}) {
    super(reason);
    this.name = 'GoBack';
    this.step = step;
    this.keepsDecisions = keepsDecisions;
  }
}

/** The value, which an earlier step has set. A miss is a bug: the workflow task fails until it is mended. */
function present<T>(value: T | null | undefined, what: string, step: StepName): T {
  if (value === null || value === undefined) throw new Error(`${step} ran before there was a ${what}`);
  return value;
}

export const requestOf = (life: Lifecycle): ServiceRequest => present(life.status.request, 'request', life.status.step);
export const planOf = (life: Lifecycle): ChangePlan => present(life.status.plan, 'plan', life.status.step);
/** Names of the clusters it changes. */
export const clustersOf = (life: Lifecycle): string[] => planOf(life).placements.map(({ cluster }) => cluster);
export const pullRequestOf = (life: Lifecycle): PullRequest =>
  present(life.status.pullRequest, 'pull request', life.status.step);
export const mergeShaOf = (life: Lifecycle): string => present(life.status.mergeSha, 'merge', life.status.step);

/** The request with what was picked for it. */
export function selectedOf(life: Lifecycle): { request: ServiceRequest; selection: Selection } {
  const request = requestOf(life);
  return { request, selection: present(request.selection, 'selection', life.status.step) };
}

export const plannedOf = (life: Lifecycle) => ({ ...selectedOf(life), plan: planOf(life) });
