/*
 * What is kept of a closed request for good. People stand here by their directory ids alone: an entry is never changed, so
 * it must hold nothing that somebody may want taken out.
 */
import { withoutAddresses } from './addresses.ts';
import type { ApprovalStage, PolicyVerdict } from './approval.ts';
import type { Cost } from './change.ts';
import type { DecisionChannel, Verdict } from './decision.ts';
import type { Channel, RequestInput } from './request.ts';
import type { Stage } from './selection.ts';
import type { Phase, PlacementStatus, RequestStatus, StepState } from './status.ts';

/** Holds nothing but the ledger and shares no commit with main: Flux never reads it, no pull request meets it. */
export const LEDGER_BRANCH = 'berth-ledger';

export interface LedgerDecision {
  readonly person: string;
  readonly verdict: Verdict;
  readonly channel: DecisionChannel;
  readonly stage: string;
  readonly specHash: string;
  /** ISO 8601. */
  readonly at: string;
  readonly counts: boolean;
  readonly reason?: string;
  readonly refusal?: string;
  readonly unproven?: boolean;
  /** Directory id of whoever was away, in whose place it was decided. */
  readonly for?: string;
}

/** A stage as the policy demanded it. */
export interface LedgerStage extends Pick<ApprovalStage, 'name' | 'mode' | 'count' | 'about' | 'why'> {
  /** Roles and `group:<name>`. */
  readonly of: readonly string[];
}

/** One closed request. Plain JSON; absent facts are null. */
export interface LedgerEntry {
  readonly reference: string;
  readonly kind: string;
  readonly outcome: Phase;
  readonly project: string | null;
  readonly costCentre: string | null;
  readonly stage: Stage | null;
  readonly environment: string | null;
  readonly channel: Channel;
  /** Directory ids; null while it was not known who asked, or for whom; `editedBy` completed or edited it. */
  readonly requester: string | null;
  readonly startedBy: string | null;
  readonly editedBy: readonly string[];
  readonly lead: string | null;
  /** ISO 8601. */
  readonly openedAt: string;
  readonly closedAt: string;
  readonly specHash: string | null;
  readonly pullRequest: number | null;
  readonly mergeSha: string | null;
  /** Which policy named those who decide, and on what input; null when none was asked. */
  readonly policy: PolicyVerdict | null;
  readonly stages: readonly LedgerStage[];
  readonly decisions: readonly LedgerDecision[];
  readonly cost: Cost | null;
  /** ISO date; null without a lease. */
  readonly leaseEnd: string | null;
  readonly placements: readonly PlacementStatus[];
  readonly steps: readonly StepState[];
  readonly undone: readonly string[];
  readonly left: readonly string[];
}

/** The entry of a request that is over. */
export function ledgerEntry(status: RequestStatus, { draft, source }: RequestInput): LedgerEntry {
  const { reference, phase, request, plan, pullRequest, mergeSha } = status;
  const from = request?.source ?? source;
  return withoutAddresses({
    reference,
    kind: request?.kind ?? draft.kind,
    outcome: phase,
    project: request?.project ?? null,
    costCentre: request?.costCentre ?? null,
    stage: request?.selection?.stage ?? null,
    environment: plan?.environment ?? null,
    channel: from.channel,
    requester: request?.requesterId ?? null,
    startedBy: idOnly(from.startedBy),
    editedBy: (from.editedBy ?? []).flatMap((who) => idOnly(who) ?? []),
    lead: request?.leadId ?? null,
    openedAt: from.receivedAt,
    closedAt: status.updatedAt,
    specHash: plan?.specHash ?? null,
    pullRequest: pullRequest?.number ?? null,
    mergeSha,
    policy: status.policy,
    stages: status.stages.map(asDemanded),
    decisions: decisionsOf(status),
    cost: plan?.cost ?? null,
    leaseEnd: plan?.leaseEnd ?? null,
    placements: status.placements,
    steps: status.steps,
    undone: status.undo.undone,
    left: status.undo.left,
  });
}

const asDemanded = ({ name, mode, count, parties, about, why }: ApprovalStage): LedgerStage => ({
  name,
  mode,
  count,
  of: parties.map(({ role }) => role),
  about,
  why,
});

function decisionsOf({ decisions }: RequestStatus): LedgerDecision[] {
  return decisions.map(({ decision, at, counts, refusal, unproven, seat }) => {
    const { person, verdict, channel, stage, specHash, reason } = decision;
    return {
      person,
      verdict,
      channel,
      stage,
      specHash,
      at,
      counts,
      ...(reason === undefined ? {} : { reason }),
      ...(refusal === undefined ? {} : { refusal }),
      ...(unproven === undefined ? {} : { unproven }),
      ...(seat === undefined ? {} : { for: seat }),
    };
  });
}

const idOnly = (who: string | undefined) => (who === undefined || who.includes('@') ? null : who);

const NO_PROJECT = '_';

/**
 * Where an entry lies in the ledger's branch: `2026/11/payments/BR-7F3K2M9QXA.json`. No two requests share a path.
 * @param version above 1 it corrects the versions before, which stay.
 */
export function ledgerPath({ reference, project, closedAt }: LedgerEntry, version = 1): string {
  const [year, month] = closedAt.split('-');
  const suffix = version === 1 ? '' : `.${version}`;
  return `${year}/${month}/${project ?? NO_PROJECT}/${reference}${suffix}.json`;
}

/** By this entries are in order: what was closed later has a greater one. */
export const placeInLedger = ({ closedAt, reference }: LedgerEntry): string => `${closedAt} ${reference}`;

/** What a path of the ledger's branch says; undefined for other files, such as its README. */
export function readLedgerPath(
  path: string,
): { project: string | null; reference: string; version: number } | undefined {
  const [, project, reference, version = '1'] = /^\d{4}\/\d\d\/([^/]+)\/(BR-\w+?)(?:\.(\d+))?\.json$/.exec(path) ?? [];
  if (project === undefined || reference === undefined) return undefined;
  return { project: project === NO_PROJECT ? null : project, reference, version: Number(version) };
}
