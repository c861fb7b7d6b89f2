/*
 * What the policy demands of a change, with the people of each stage. In earnest and in previews by the same rules: worker
 * and API both ask here.
 */
import { type ApprovalStage, type Assessment, missingParties, peopleOf, suffices } from '../domain/approval.ts';
import { bindingOf, digestOfInput } from '../domain/binding.ts';
import type { ChangePlan } from '../domain/change.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import type { StageDemand } from '../domain/policy.ts';
import type { SelectedRequest } from '../domain/request.ts';
import { withDelegates } from '../domain/seats.ts';
import type { PolicyEngine, PolicyReply } from '../policy/engine.ts';
import { policyInput } from '../policy/input.ts';
import { groupOf, involvedNames, partiesOf } from './approvers.ts';
import { barredOf, type DelegateDeps, delegatesIn } from './delegates.ts';

/** What asking the policy needs. */
export interface PolicyDeps {
  readonly policy: Pick<PolicyEngine, 'ask'>;
  /** Names of the groups a person is in, nested ones too. */
  groupsOf(personId: string): Promise<readonly string[]>;
}

/** What finding the people of its stages needs as well. */
export interface AssessmentDeps extends PolicyDeps, DelegateDeps {}

/** A change, and the fleet as main has it now. */
export interface AssessedChange extends SelectedRequest {
  readonly plan: ChangePlan;
  readonly fleet: FleetSnapshot;
  /** Directory ids of those who have decided about it for somebody who was away; absent: nobody has. */
  readonly standIns?: readonly string[];
}

/** @throws ClientError, and FleetDataError when the fleet's own data is broken. */
export async function askPolicy(
  deps: PolicyDeps,
  change: AssessedChange,
): Promise<PolicyReply & Pick<Assessment, 'input'>> {
  const groups = await deps.groupsOf(change.request.requesterId);
  const input = policyInput({ ...change, groups, now: new Date().toISOString() });
  return { ...(await deps.policy.ask(input)), input };
}

/**
 * Asks the policy and the directory.
 * @returns beside the assessment, for each stage that nobody can decide, which group to fill.
 * @throws ClientError, FleetDataError, and what the directory throws.
 */
export async function assess(
  deps: AssessmentDeps,
  change: AssessedChange,
): Promise<{ assessment: Assessment; undecidable: string[] }> {
  const { answer, version, input } = await askPolicy(deps, change);
  const { denials, autoApproval } = answer;
  const demanded = denials.length > 0 || autoApproval ? [] : answer.stages;
  const involved = await involvedNames(deps, change.request);
  const stages = await stagesOf(deps, change, demanded, involved);
  const barred = await barredOf(deps, change.standIns ?? [], involved);
  const policy = { ...version, inputDigest: digestOfInput(input) };
  const undecidable = stages.flatMap((stage) => whatIsMissing(deps, change, stage));
  const assessment = { policy, input, stages, autoApproval, denials, ...(barred.length > 0 ? { barred } : {}) };
  return { assessment, undecidable };
}

async function stagesOf(
  deps: AssessmentDeps,
  { request, plan }: AssessedChange,
  demanded: readonly StageDemand[],
  involved: ReadonlySet<string>,
): Promise<ApprovalStage[]> {
  const facts = { plan, costCentre: request.costCentre };
  const stages = demanded.map(async (demand) => {
    const { count = demand.mode === 'all' ? demand.of.length : 1, of, ...rest } = demand;
    const parties = await partiesOf(deps, request, of, involved);
    const stage = { ...rest, count, parties, approvers: peopleOf(parties), binding: bindingOf(demand, facts) };
    return withDelegates(stage, await delegatesIn(deps, stage, { involved, now: Date.now() }));
  });
  return Promise.all(stages);
}

/** Why nobody can decide a stage, and how to mend it; nothing when its people are enough. */
function whatIsMissing({ groups }: AssessmentDeps, { request }: AssessedChange, stage: ApprovalStage): string[] {
  const { name, mode, count, parties, approvers } = stage;
  if (suffices(stage, approvers)) return [];
  const short = (mode === 'all' ? missingParties(stage, approvers) : parties).map(({ role }) =>
    groupOf(role, request, groups),
  );
  const where = short.join(' or ');
  const has = approvers.length === 0 ? 'nobody' : `only ${approvers.join(', ')}`;
  const needs = `Nobody can decide the stage "${name}" of ${request.reference}: it needs ${count} of ${where}, and ${has} may decide`;
  return [
    `${needs}; who asked for it, started it or edited it cannot. Add somebody else to ${where} in the directory, then retry this step.`,
  ];
}
