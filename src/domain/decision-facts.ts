/* What whoever decides is shown about a change outside Slack: the same facts in their mail and on their page. */
import type { ApprovalStage } from './approval.ts';
import { describeQuorum } from './approval-text.ts';
import { describeBudget } from './budget-share.ts';
import type { ChangePlan, PullRequest } from './change.ts';
import { costChange, describeSelection, shortHash } from './change-text.ts';
import { oneLine } from './one-line.ts';
import { describeLoss, type ServiceRequest } from './request.ts';
import { describeStandIn } from './seats.ts';
import type { Selection } from './selection.ts';
import type { RequestStatus } from './status.ts';

export interface Decidable {
  readonly request: ServiceRequest;
  readonly selection: Selection;
  readonly plan: ChangePlan;
  readonly pullRequest: PullRequest;
  /** The one whose turn it is. */
  readonly stage: Pick<ApprovalStage, 'name' | 'mode' | 'count' | 'parties' | 'delegates' | 'why'>;
  /** Why it is asked once more, if it is. */
  readonly again?: string;
}

/** Names of the facts, for people. */
export const DECISION_LABELS = {
  again: 'Asked again because',
  inPlaceOf: 'You decide for',
  loss: 'What goes',
  environment: 'Environment',
  what: 'What',
  clusters: 'Clusters',
  cost: 'Cost',
  budget: 'Budget',
  lease: 'Lease',
  reason: 'Reason',
  requester: 'Asked for by',
  why: 'Why you are asked',
  decides: 'Who decides',
  pullRequest: 'Pull request',
  spec: 'Spec',
} as const;
export type DecisionFact = keyof typeof DECISION_LABELS;

/**
 * The facts in the order in which they are read; those that there are none of are left out.
 * @param person directory id of whoever is asked.
 */
export function decisionFacts({ request, selection, plan, pullRequest, stage, again }: Decidable, person: string) {
  const facts: Readonly<Record<DecisionFact, string | undefined>> = {
    again,
    inPlaceOf: describeStandIn(person, stage),
    loss: request.removes && describeLoss(request.removes),
    environment: plan.environment,
    what: describeSelection(selection),
    clusters: plan.placements.map(({ cluster }) => cluster).join(', '),
    cost: costChange(plan.cost),
    budget: plan.budgets?.map(describeBudget).join('; '),
    lease: request.removes ? undefined : plan.leaseEnd ? `until ${plan.leaseEnd}` : 'no end',
    reason: request.reason || 'none given',
    requester: request.requester,
    why: stage.why,
    decides: `${describeQuorum(stage)}, in the stage "${stage.name}"`,
    pullRequest: pullRequest.url,
    spec: shortHash(plan.specHash),
  };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value ? [[name, oneLine(value, LONGEST)]] : [])),
  ) as Partial<Record<DecisionFact, string>>;
}

/** The facts about a request as it stands; none before there is something to decide. */
export function factsFor(
  { request, plan, pullRequest }: Pick<RequestStatus, 'request' | 'plan' | 'pullRequest'>,
  stage: ApprovalStage,
  person: string,
): [DecisionFact, string][] {
  if (!request?.selection || !plan || !pullRequest) return [];
  const facts = decisionFacts({ request, selection: request.selection, plan, pullRequest, stage }, person);
  return Object.entries(facts) as [DecisionFact, string][];
}

/** Of one fact, in characters: people write some of them. */
const LONGEST = 2000;

/** What is decided about a request now, as the API tells it. */
export interface OpenQuestion {
  readonly reference: string;
  readonly specHash: string;
  /** Name and value of each fact, in the order in which they are read. */
  readonly facts: readonly (readonly [string, string])[];
  readonly stage: { readonly name: string; readonly approved: readonly string[]; readonly missing: string };
  /** Why whoever asks does not decide in this stage; absent when they do. */
  readonly notYours?: string;
}
