import { z } from 'zod';
import type { LedgerEntry } from '../../domain/ledger.ts';
import { CHANNELS } from '../../domain/request.ts';
import { STAGES } from '../../domain/selection.ts';
import {
  PHASES,
  type PlacementStatus,
  type RequestStatus,
  type StepState,
  TASK_IDS,
  type Task,
  type TimelineEntry,
  type WaitingOn,
} from '../../domain/status.ts';
import { STEPS } from '../../domain/steps.ts';
import type { Started } from '../../intake/start.ts';
import type { RequestSummary } from '../request-list.ts';
import { approvalStage, demanded, doors, judgedDecision, policyVerdict, verdict } from './approval.ts';
import { accountPlan, changePlan, cost, problem, pullRequest, requestDraft, serviceRequest } from './change.ts';
import { reference, shapeOf, text, texts, time } from './shape.ts';

const step = z.enum(STEPS);
export const phase = z.enum(PHASES);

export const waitingOn = shapeOf<WaitingOn>()(
  'WaitingOn',
  z.strictObject({
    kind: z.enum(['person', 'git', 'ci', 'cluster', 'directory', 'capacity', 'window', 'retry']),
    who: texts,
    text,
    since: time,
    deadline: time,
    next: text,
  }),
);

export const task = shapeOf<Task>()(
  'Task',
  z.strictObject({
    id: z.enum(TASK_IDS),
    queue: z.enum(['support', 'operators', 'requester']),
    title: text,
    since: time,
    due: time,
    claimedBy: text.exactOptional(),
    plan: accountPlan.exactOptional(),
    draft: requestDraft.exactOptional(),
    problems: z.array(problem).exactOptional(),
    commands: texts.exactOptional(),
  }),
);

const stepState = shapeOf<StepState>()(
  'StepState',
  z.strictObject({
    name: step,
    status: z.enum(['pending', 'running', 'done', 'skipped', 'failed']),
    startedAt: time.exactOptional(),
    endedAt: time.exactOptional(),
    note: text.exactOptional(),
  }),
);
export const placementStatus = shapeOf<PlacementStatus>()(
  'PlacementStatus',
  z.strictObject({
    cluster: text,
    state: z.enum(['pending', 'provisioned', 'ready', 'failed', 'superseded', 'emptied', 'dropped', 'removed']),
    commit: text.exactOptional(),
    message: text.exactOptional(),
  }),
);

export const requestStatus = shapeOf<RequestStatus>()(
  'RequestStatus',
  z.strictObject({
    reference,
    workflowId: text,
    phase,
    step,
    steps: z.array(stepState),
    waitingOn: waitingOn.nullable(),
    task: task.nullable(),
    request: serviceRequest.nullable(),
    requester: text,
    plan: changePlan.nullable(),
    pullRequest: pullRequest.nullable(),
    mergeSha: text.nullable(),
    policy: policyVerdict.nullable(),
    stages: z.array(approvalStage),
    decisions: z.array(judgedDecision),
    placements: z.array(placementStatus),
    deliveries: z.array(
      z.strictObject({
        channel: z.enum(['mail', 'slack']),
        to: text,
        what: text,
        outcome: z.enum(['sent', 'failed']),
        note: text.exactOptional(),
      }),
    ),
    failure: z.strictObject({ type: text, message: text, step, incident: text.exactOptional() }).nullable(),
    undo: z.strictObject({ undone: texts, left: texts }),
    told: texts.exactOptional(),
    updatedAt: time,
  }),
);

export const timelineEntry = shapeOf<TimelineEntry>()(
  'TimelineEntry',
  z.strictObject({ at: time, step, text, who: text.exactOptional(), comment: z.literal(true).exactOptional() }),
);

const summarised = {
  reference,
  project: text.nullable(),
  title: text.nullable(),
  requester: text,
  phase,
  step,
  waitingOn: waitingOn.nullable(),
  updatedAt: time,
};
export const requestSummary = shapeOf<RequestSummary>()('RequestSummary', z.strictObject(summarised));
export const taskSummary = shapeOf<RequestSummary & { task: Task | null }>()(
  'TaskSummary',
  z.strictObject({ ...summarised, task: task.nullable() }),
);

export const started = shapeOf<Started>()(
  'Started',
  z.strictObject({ reference, workflowId: text, already: z.boolean() }),
);
/** What a person did has reached the request. */
export const accepted = z.strictObject({ reference, accepted: z.literal(true) });

export const ledgerEntry = shapeOf<LedgerEntry>()(
  'LedgerEntry',
  z.strictObject({
    reference,
    kind: text,
    outcome: phase,
    project: text.nullable(),
    costCentre: text.nullable(),
    stage: z.enum(STAGES).nullable(),
    environment: text.nullable(),
    channel: z.enum(CHANNELS),
    requester: text.nullable(),
    startedBy: text.nullable(),
    editedBy: texts,
    lead: text.nullable(),
    openedAt: time,
    closedAt: time,
    specHash: text.nullable(),
    pullRequest: z.int().nullable(),
    mergeSha: text.nullable(),
    policy: policyVerdict.nullable(),
    stages: z.array(z.strictObject({ ...demanded, of: texts })),
    decisions: z.array(
      z.strictObject({
        person: text,
        verdict,
        channel: doors,
        stage: text,
        specHash: text,
        at: time,
        counts: z.boolean(),
        reason: text.exactOptional(),
        refusal: text.exactOptional(),
        unproven: z.boolean().exactOptional(),
        for: text.exactOptional(),
      }),
    ),
    cost: cost.nullable(),
    leaseEnd: text.nullable(),
    placements: z.array(placementStatus),
    steps: z.array(stepState),
    undone: texts,
    left: texts,
  }),
);
/** What the ledger has of a request, corrections last. */
export const closedRequest = shapeOf<{ ledger: readonly LedgerEntry[] }>()(
  'ClosedRequest',
  z.strictObject({ ledger: z.array(ledgerEntry) }),
);
