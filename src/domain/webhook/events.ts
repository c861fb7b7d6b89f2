/* What happened to a request between two standings of it, as far as receivers of webhooks are told. */
import { openStage } from '../approval-progress.ts';
import type { Phase, RequestStatus } from '../status.ts';
import type { WebhookEventType, WebhookFacts } from './webhook.ts';

/** A request as it was published. */
export type Standing = Pick<
  RequestStatus,
  'reference' | 'request' | 'plan' | 'phase' | 'step' | 'steps' | 'stages' | 'decisions'
>;

export interface Happened {
  readonly type: WebhookEventType;
  readonly facts: WebhookFacts;
}

/** Oldest first. @param before null when `after` is the first that was published. */
export function happenedBetween(before: Standing | null, after: Standing): Happened[] {
  const say = (type: WebhookEventType, more: Pick<WebhookFacts, 'stage' | 'verdict'> = {}): Happened => ({
    type,
    facts: { ...factsOf(after), ...more },
  });
  const isNew = (holds: (standing: Standing) => boolean) => holds(after) && !(before && holds(before));
  const stage = stageOf(after);
  const happened: Happened[] = [];
  if (isNew(({ request }) => request !== null)) happened.push(say('request.requested'));
  if (stage !== undefined && isNew((standing) => stageOf(standing) === stage))
    happened.push(say('request.approval_needed', { stage }));
  if (isNew(isApproved)) happened.push(say('request.decided', { verdict: 'approved' }));
  if (isNew(({ phase }) => phase === 'rejected')) happened.push(say('request.decided', { verdict: 'rejected' }));
  const type = BY_PHASE[after.phase];
  if (type && isNew(({ phase }) => phase === after.phase)) happened.push(say(type));
  return happened;
}

/** What it means that a request has come into a phase; being on its way is nobody's news. */
const BY_PHASE: Readonly<Partial<Record<Phase, WebhookEventType>>> = {
  'needs-person': 'request.needs_person',
  ready: 'request.ready',
  'partially-ready': 'request.ready',
  removed: 'request.removed',
  rejected: 'request.ended',
  withdrawn: 'request.ended',
  expired: 'request.ended',
  undone: 'request.ended',
};

/** Whose turn it is, while people are asked. */
function stageOf({ step, phase, stages, decisions }: Standing): string | undefined {
  const isAsked = step === 'APPROVAL_WORKFLOW' && phase === 'waiting';
  return isAsked ? openStage(stages, decisions)?.name : undefined;
}

const isApproved = ({ steps }: Standing): boolean =>
  steps.some(({ name, status }) => name === 'APPROVAL_WORKFLOW' && status === 'done');

function factsOf({ reference, request, plan, phase, step }: Standing): WebhookFacts {
  const { project = null, kind = null } = request ?? {};
  return { reference, project, kind, environment: plan?.environment ?? null, phase, step };
}
