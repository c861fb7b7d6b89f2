/* What a policy says about a change, in words: why these people, and what would change it. */
import type { ApprovalStage, Assessment } from './approval.ts';
import { describeQuorum } from './approval-text.ts';

/** What a policy says, with what stands in the way: why a stage cannot be decided by anybody. */
export interface ExplainedAssessment extends Assessment {
  readonly undecidable: readonly string[];
}

/** Lines for people. */
export function describeAssessment(assessment: ExplainedAssessment): string[] {
  const { policy, stages, autoApproval, denials, undecidable } = assessment;
  return [
    `Policy ${policy.version} (${policy.engine}), asked about ${policy.inputDigest.slice(0, 14)}`,
    ...denials.flatMap(({ rule, reason, mend }) => [`Denied by ${rule}: ${reason}`, `  ${mend}`]),
    ...(autoApproval ? [`Approved by the policy itself, rule ${autoApproval.rule}:`] : []),
    ...(autoApproval?.evidence ?? []).map((line) => `  - ${line}`),
    ...stages.flatMap((stage, i) => [`${i + 1}. ${describeStage(stage)}`, `   ${stage.why}`]),
    ...undecidable,
  ];
}

/** `lead: 1 of project-lead (lee) decides about content, cost; within 3d, else it is denied; may be delegated`. */
function describeStage(stage: ApprovalStage): string {
  const { name, about, deadline, onExpiry, mayDelegate } = stage;
  const time = `${deadline ? `within ${deadline}` : 'in the usual time'}, else ${ON_EXPIRY[onExpiry]}`;
  return `${name}: ${describeQuorum(stage)} about ${about.join(', ')}; ${time}${mayDelegate ? '' : '; nobody in their place'}`;
}

const ON_EXPIRY = { deny: 'it is denied', park: 'an operator is asked' } as const;

/** What comes out otherwise, a line each; none when nothing does. */
export function assessmentChanges(before: Assessment, after: Assessment): string[] {
  const stages = [before, after].map((one) => new Map(one.stages.map((stage) => [stage.name, describeStage(stage)])));
  const [old = new Map<string, string>(), now = new Map<string, string>()] = stages;
  const outcomes = [outcomeOf(before), outcomeOf(after)];
  return [
    ...(outcomes[0] === outcomes[1] ? [] : [`${outcomes[1]} (so far: ${outcomes[0]})`]),
    ...[...old].flatMap(([name, text]) => (now.has(name) ? [] : [`no longer asked: ${text}`])),
    ...[...now].flatMap(([name, text]) => {
      const was = old.get(name);
      if (was === text) return [];
      return [was === undefined ? `asked as well: ${text}` : `otherwise: ${text} (so far: ${was})`];
    }),
  ];
}

function outcomeOf({ denials, autoApproval }: Assessment): string {
  if (denials.length > 0) return `denied: ${denials.map(({ reason }) => reason).join('; ')}`;
  return autoApproval ? `approved by the policy itself: ${autoApproval.evidence.join('; ')}` : 'people decide';
}
