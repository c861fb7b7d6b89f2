/* Who decides, on what and why, as the pull request tells it. */
import type { ApprovalStage, Assessment } from './approval.ts';
import { cell, quoted, table } from './markdown.ts';
import { readableTime } from './readable-time.ts';
import type { SelectedRequest } from './request.ts';
import { nameOf } from './seats.ts';

type Staffed = Pick<ApprovalStage, 'name' | 'approvers' | 'delegates'>;
type Quorum = Pick<ApprovalStage, 'mode' | 'count' | 'parties' | 'delegates'>;

/** A request with what the policy demands, as far as it is known; that is no part of what is approved. */
export interface ProposedChange extends SelectedRequest {
  readonly approval?: Pick<Assessment, 'policy' | 'stages' | 'autoApproval'>;
}

/** Lines for reviewers: each stage with its people and its reason, and which policy demands it. */
export function demandLines({ approval }: ProposedChange): string[] {
  if (!approval) return [];
  const { policy, stages, autoApproval } = approval;
  const by = `By policy ${quoted(policy.version)} (${policy.engine}), asked about ${quoted(policy.inputDigest.slice(0, 14))}.`;
  if (autoApproval) {
    const evidence = autoApproval.evidence.map((line) => `- ${quoted(line)}`);
    return [`Approved by the policy itself, rule ${quoted(autoApproval.rule)}:`, ...evidence, '', by, ''];
  }
  return [table(['stage', 'who', 'about', 'why'], stages.map(row)), '', by, ''];
}

const row = (stage: ApprovalStage): string[] => [
  cell(stage.name),
  cell(describeQuorum(stage)),
  stage.about.join(', '),
  cell(stage.why),
];

/** `lead: lee or xena for dora, who is away until Sat, 28 Nov 2026 08:00 UTC`: told before there is a request. */
export function describeDeciders({ name, approvers, delegates = [] }: Staffed): string {
  const sitting = (seat: string) => {
    const standIn = delegates.find((one) => one.for === seat);
    return standIn ? `${nameOf(standIn.person, seat)}, who is away until ${readableTime(standIn.until)}` : seat;
  };
  return `${name}: ${approvers.map(sitting).join(' or ')}`;
}

/** `1 of project-lead (lee, xena for dora)`; of several parties `each of project-lead (lee) and security (sven)`. */
export function describeQuorum({ mode, count, parties, delegates = [] }: Quorum): string {
  const sitting = (seat: string) => nameOf(delegates.find((one) => one.for === seat)?.person ?? seat, seat);
  const named = parties.map(({ role, people }) => `${role} (${people.map(sitting).join(', ') || 'nobody'})`);
  return mode === 'all' ? `each of ${named.join(' and ')}` : `${count} of ${named.join(' or ')}`;
}
