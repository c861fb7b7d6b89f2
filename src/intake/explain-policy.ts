/* Why a request needs the approvals it needs, and what would change them: the policy asked anew, without effects. */
import { type AssessmentDeps, assess } from '../auth/assessment.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import type { PolicyInput } from '../domain/policy.ts';
import { assessmentChanges, type ExplainedAssessment } from '../domain/policy-text.ts';
import type { Json } from '../domain/selection.ts';
import type { RequestStatus } from '../domain/status.ts';
import { STEP_TITLES } from '../domain/steps.ts';
import { inputOver } from '../policy/input-schema.ts';

export interface ExplainDeps extends AssessmentDeps {
  /** As main has it now. */
  readFleet(): Promise<FleetSnapshot>;
}

/** Path in the policy's input, such as `cost.delta`, to what should stand there. */
export interface WhatIf {
  readonly [path: string]: Json;
}

export interface PolicyExplanation {
  readonly reference: string;
  /** Why there is nothing to explain yet. */
  readonly nothing?: string;
  readonly now?: ExplainedAssessment;
  readonly whatIf?: { readonly outcome: ExplainedAssessment; readonly changes: readonly string[] };
}

/**
 * @param whatIf also asks with another input; empty for none.
 * @throws ClientError (`InvalidRequest` for a path or value that a policy is not asked), FleetDataError.
 */
export async function explainPolicy(
  deps: ExplainDeps,
  { reference, request, plan, step }: RequestStatus,
  whatIf: WhatIf,
): Promise<PolicyExplanation> {
  const selection = request?.selection;
  if (!request || !selection || !plan) {
    const nothing = `Nothing to decide yet: ${reference} is at the step "${STEP_TITLES[step]}", and who decides depends on what its pull request will change.`;
    return { reference, nothing };
  }
  const change = { request, selection, plan, fleet: await deps.readFleet() };
  const explain = async (asked: (input: PolicyInput) => PolicyInput): Promise<ExplainedAssessment> => {
    const policy = { ask: (input: PolicyInput) => deps.policy.ask(asked(input)) };
    const { assessment, undecidable } = await assess({ ...deps, policy }, change);
    return { ...assessment, undecidable };
  };
  const now = await explain((input) => input);
  if (Object.keys(whatIf).length === 0) return { reference, now };
  const otherwise = Object.entries(whatIf).reduce(
    (input, [path, value]) => inputOver(input, nested(path, value)),
    now.input,
  );
  const { input: _, ...said } = await explain(() => otherwise);
  const outcome = { ...said, input: otherwise };
  return { reference, now, whatIf: { outcome, changes: assessmentChanges(now, outcome) } };
}

/** `cost.delta`, 5 as `{ cost: { delta: 5 } }`. */
const nested = (path: string, value: Json): Json =>
  path.split('.').reduceRight<Json>((below, name) => ({ [name]: below }), value);
