import { shareOf } from '../domain/budget-share.ts';
import type { ChangePlan } from '../domain/change.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import { readEnvironments, readOrganisation } from '../domain/fleet-settings.ts';
import type { PolicyInput } from '../domain/policy.ts';
import { readEnvironmentRecord } from '../domain/removal.ts';
import type { SelectedRequest } from '../domain/request.ts';

/** Everything that is known of a change when the policy is asked about it. */
export interface PolicyFacts extends SelectedRequest {
  readonly plan: ChangePlan;
  /** Names of the groups the requester is in, nested ones too. */
  readonly groups: readonly string[];
  /** As main has it now: settings and what stands. */
  readonly fleet: FleetSnapshot;
  /** ISO 8601. */
  readonly now: string;
}

/** What a policy is asked. Pure. @throws FleetDataError when the fleet's own data is broken. */
export function policyInput(facts: PolicyFacts): PolicyInput {
  const { request, selection, plan, groups, fleet, now } = facts;
  const { reference, kind, source, project, costCentre, reason, removes } = request;
  const { environment, specHash, paths, placements, cost } = plan;
  return {
    request: { reference, kind, channel: source.channel, project, costCentre, reason },
    requester: { id: request.requesterId, groups: groups.toSorted() },
    change: { ...selection, environment, specHash, paths, placements, ...(removes ? { loses: removes.data } : {}) },
    cost,
    budgets: (plan.budgets ?? []).map((budget) => ({ ...budget, share: shareOf(budget) })),
    history: {
      previousSize: readEnvironmentRecord(fleet, environment)?.size ?? null,
      environments: readEnvironments(fleet).filter((standing) => standing.project === project).length,
    },
    usage: plan.usage ?? null,
    settings: readOrganisation(fleet).approval,
    now,
  };
}
