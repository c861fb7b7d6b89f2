import type { BudgetShare } from './budget-share.ts';
import type { Claim } from './claim.ts';
import type { Usage } from './usage.ts';

/** Who carries out the infrastructure of a cluster; named in the cluster's profile. */
export const EXECUTORS = ['github-actions', 'opentofu', 'kubernetes', 'manual'] as const;
export type Executor = (typeof EXECUTORS)[number];

/** One environment on one cluster. */
export interface Placement {
  readonly cluster: string;
  /** Namespace and environment name, `<project>-<stage>`. */
  readonly environment: string;
  readonly executor: Executor;
}

/** Monthly cost in the price book's currency; always an estimate. */
export interface Cost {
  readonly currency: string;
  readonly before: number;
  readonly after: number;
  readonly delta: number;
  readonly priceBook: string;
}

/** Stands where what something costs is left out. */
export const NO_COST: Cost = { currency: '', before: 0, after: 0, delta: 0, priceBook: '' };

/** A file of a change set. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
}

/** The outcome of rendering without the contents, small enough for history. */
export interface ChangePlan {
  /** Commit of the fleet's main branch the rendering read its settings from. */
  readonly baseSha: string;
  /** `sha256:` + hex over owned paths, contents and versions. What people approve. */
  readonly specHash: string;
  /** The same without price, price book and lease: what a stage about the content decides on. */
  readonly contentHash: string;
  readonly environment: string;
  readonly paths: readonly string[];
  readonly placements: readonly Placement[];
  readonly cost: Cost;
  /** ISO date until when the environment may live; absent for prod. */
  readonly leaseEnd?: string;
  /** What is reserved before anybody decides, in the order of reserving; absent where no limit is set. */
  readonly claims?: readonly Claim[];
  /** The budgets it is part of; absent where none is set. */
  readonly budgets?: readonly BudgetShare[];
  /** What the project took of what it had when this was planned; absent where nothing could be measured. */
  readonly usage?: Usage;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly branch: string;
  readonly headSha: string;
}

/** A pull request as it stands on GitHub now. */
export interface PullRequestState {
  readonly state: 'open' | 'closed' | 'merged';
  readonly headSha: string;
  /** True when our paths at the head hash to the spec the request stands for. */
  readonly specMatches: boolean;
  readonly branchExists: boolean;
  readonly mergeSha?: string;
  /** GitHub login of whoever merged or closed it. */
  readonly endedBy?: string;
  readonly reviews: readonly Review[];
}

export interface Review {
  readonly id: string;
  readonly login: string;
  readonly verdict: 'approve' | 'request-changes' | 'dismissed';
  readonly commit: string;
  readonly body: string;
  readonly at: string;
}
