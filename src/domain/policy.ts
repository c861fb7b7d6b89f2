/*
 * What an approval policy is asked about a change, and what it answers. Plain JSON: it crosses to OPA, stands in the
 * history and in the ledger. Who the people of a role are is not the policy's to say, but the directory's.
 */
import type { BudgetShare } from './budget-share.ts';
import type { Cost, Placement } from './change.ts';
import type { Channel, Problem, RequestKind } from './request.ts';
import type { Json, Selection, Size } from './selection.ts';
import type { Usage } from './usage.ts';

/** What of a change a stage decides on. What it does not decide on may change without asking its people again. */
export const ASPECTS = ['content', 'cost', 'placement'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Roles that a policy may name; anything else it names is `group:<name in the directory>`. */
export const APPROVER_ROLES = [
  'project-lead',
  'cost-centre-owner',
  'platform-operator',
  'security',
  'support',
] as const;
export type ApproverRole = (typeof APPROVER_ROLES)[number];

/** Everything a policy may look at. The same input gives the same answer: it has no clock and no network of its own. */
export interface PolicyInput {
  readonly request: {
    readonly reference: string;
    readonly kind: RequestKind;
    readonly channel: Channel;
    readonly project: string;
    readonly costCentre: string;
    readonly reason: string;
  };
  readonly requester: {
    /** Directory id. */
    readonly id: string;
    /** Names of the groups they are in, nested ones too, sorted. */
    readonly groups: readonly string[];
  };
  readonly change: Selection & {
    readonly environment: string;
    readonly specHash: string;
    /** Owned paths of the change set. */
    readonly paths: readonly string[];
    readonly placements: readonly Placement[];
    /** Items whose data a decommission destroys; absent for other kinds. */
    readonly loses?: readonly string[];
  };
  readonly cost: Cost;
  /** Budgets of money that the change is part of, project's and cost centre's; none where none is set. */
  readonly budgets: readonly PolicyBudget[];
  readonly history: {
    /** Size before the change; null for a new environment. */
    readonly previousSize: Size | null;
    /** Environments of the project that stand. */
    readonly environments: number;
  };
  /**
   * What workloads take of the quotas of the project's environments, measured when the change was planned. Null for a project
   * without any, in previews, and where no cluster could be asked.
   */
  readonly usage: Usage | null;
  /** `approval` of the fleet's `organisation.yaml`, as written. */
  readonly settings: { readonly [name: string]: Json };
  /** ISO 8601: when the question is asked. */
  readonly now: string;
}

/** A budget as it stands with the change: `share` is what is taken then, of 1; 1 is the whole. */
export interface PolicyBudget extends BudgetShare {
  readonly share: number;
}

/** One stage as a policy demands it. */
export interface StageDemand {
  /** Unique in one answer, for people: `lead`, `cost`. */
  readonly name: string;
  /**
   * `all`: somebody of each party, each another person. `any`: one person of any party. `n-of`: `count` persons of all
   * parties together.
   */
  readonly mode: 'all' | 'any' | 'n-of';
  readonly count?: number;
  /** Roles and `group:<name>`. */
  readonly of: readonly string[];
  readonly about: readonly Aspect[];
  /** How long the stage may take, such as `3d`; absent: `waits.approval` of the configuration. */
  readonly deadline?: string;
  /** What happens at the deadline: the request expires, or an operator is asked what to do. */
  readonly onExpiry: 'deny' | 'park';
  /** Whether somebody who is away may have named somebody else. */
  readonly mayDelegate: boolean;
  /** The rule and the facts that demand this stage, in a sentence for people. */
  readonly why: string;
}

/** Why a change may not be, and how to mend that. */
export interface Denial {
  readonly rule: string;
  readonly reason: string;
  readonly mend: string;
}

/** As whoever picked something gets to know it. */
export const asProblem = ({ rule, reason, mend }: Denial): Problem => ({
  where: 'policy',
  what: `${reason} (rule ${rule})`,
  mend,
});

/** What a policy says about one change. Stages are asked in their order. */
export interface PolicyAnswer {
  readonly stages: readonly StageDemand[];
  /** Says yes by itself, with what it rests on; then no stage is asked. */
  readonly autoApproval: { readonly rule: string; readonly evidence: readonly string[] } | null;
  readonly denials: readonly Denial[];
}

/** Which policy answered: `name@digest` of the embedded one, or the revision an OPA server names. */
export interface PolicyVersion {
  readonly engine: 'embedded' | 'opa';
  readonly version: string;
}
