import type { AccountPlan } from './accounts.ts';
import type { ApprovalStage, PolicyVerdict } from './approval.ts';
import type { ChangePlan, PullRequest } from './change.ts';
import type { JudgedDecision } from './decision.ts';
import type { Problem, RequestDraft, ServiceRequest } from './request.ts';
import type { StepName } from './steps.ts';

/** Why a request waits. */
export type WaitingKind = 'person' | 'git' | 'ci' | 'cluster' | 'directory' | 'capacity' | 'window' | 'retry';

/** The answer to "who is it waiting for?"; the same words on every surface. */
export interface WaitingOn {
  readonly kind: WaitingKind;
  /** Directory ids, `queue:<name>`, or the name of a system. */
  readonly who: readonly string[];
  readonly text: string;
  /** ISO 8601. */
  readonly since: string;
  readonly deadline: string;
  /** What happens at the deadline. */
  readonly next: string;
}

/** A request that is in none of these will change no more. */
const OPEN_PHASES = ['running', 'waiting', 'needs-person', 'undoing'] as const;

export const PHASES = [
  ...OPEN_PHASES,
  'ready',
  'partially-ready',
  'removed',
  'rejected',
  'withdrawn',
  'expired',
  'undone',
] as const;
export type Phase = (typeof PHASES)[number];

/** Nothing more will become of it. */
export const isOver = (phase: Phase): boolean => !OPEN_PHASES.some((open) => open === phase);

export interface StepState {
  readonly name: StepName;
  status: 'pending' | 'running' | 'done' | 'skipped' | 'failed';
  startedAt?: string;
  endedAt?: string;
  /** Why it was skipped, or what failed. */
  note?: string;
}

export const TASK_IDS = ['triage', 'accounts', 'selection', 'repair', 'manual'] as const;

/** A task for a person in a queue. */
export interface Task {
  readonly id: (typeof TASK_IDS)[number];
  readonly queue: 'support' | 'operators' | 'requester';
  readonly title: string;
  readonly since: string;
  readonly due: string;
  claimedBy?: string;
  /** What is proposed; which one depends on the task. */
  readonly plan?: AccountPlan;
  readonly draft?: RequestDraft;
  readonly problems?: readonly Problem[];
  /** Commands for a person to run (manual executor). */
  readonly commands?: readonly string[];
}

export interface PlacementStatus {
  readonly cluster: string;
  /** The last three belong to a decommission: nothing of it is run, Flux knows it no more, its walls are gone. */
  state: 'pending' | 'provisioned' | 'ready' | 'failed' | 'superseded' | 'emptied' | 'dropped' | 'removed';
  commit?: string;
  message?: string;
}

/** True when Flux has made it: it may hold data and is never torn down by itself. */
export const stands = ({ state }: PlacementStatus): boolean => state === 'ready' || state === 'superseded';

/** What was told to whom, and whether it arrived. */
export interface Delivery {
  readonly channel: 'mail' | 'slack';
  readonly to: string;
  readonly what: string;
  readonly outcome: 'sent' | 'failed';
  readonly note?: string;
}

/** One line of a request's story. */
export interface TimelineEntry {
  readonly at: string;
  readonly step: StepName;
  readonly text: string;
  readonly who?: string;
  /** These are somebody's own words about the request, with their lines. */
  readonly comment?: true;
}

/** Everything a surface shows of a request. Plain JSON; the lifecycle alone changes it. */
export interface RequestStatus {
  readonly reference: string;
  readonly workflowId: string;
  phase: Phase;
  step: StepName;
  steps: StepState[];
  waitingOn: WaitingOn | null;
  task: Task | null;
  request: ServiceRequest | null;
  /** Requester's mail as received, known before the request is valid. */
  readonly requester: string;
  plan: ChangePlan | null;
  pullRequest: PullRequest | null;
  mergeSha: string | null;
  /** Which policy said who decides; null until it was asked. */
  policy: PolicyVerdict | null;
  /** Who must say yes to what, in this order, and why; none when the policy has said yes by itself. */
  stages: readonly ApprovalStage[];
  decisions: JudgedDecision[];
  placements: PlacementStatus[];
  deliveries: Delivery[];
  /** Failure a person must look at, while phase is `needs-person`; `incident` is the key of the one that it belongs to. */
  failure: { type: string; message: string; step: StepName; incident?: string } | null;
  undo: { undone: string[]; left: string[] };
  /** Directory ids of those who were told that nobody acts; absent: nobody was. */
  told?: readonly string[];
  updatedAt: string;
}
