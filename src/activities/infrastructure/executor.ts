import type { Placement } from '../../domain/change.ts';
import type { InfrastructurePlan } from '../../domain/infrastructure-plan.ts';
import type { PlannedRequest } from '../contracts.ts';

/** The walls of one placement. */
export type PlacedRequest = PlannedRequest & { placement: Placement };
/** The walls of one placement as merged, with the plans that people have said yes to. */
export type MergedRequest = PlacedRequest & { mergeSha: string; approvedPlans?: readonly InfrastructurePlan[] };

export interface ApplyResult {
  readonly objects: string[];
  /** What is not as merged all the same; where it is left out, it is to be found by reading. */
  readonly missing?: string[];
  /** What it would do instead, where that is not what was approved; then nothing was applied. */
  readonly differing?: InfrastructurePlan;
}

export interface DismantleResult {
  readonly removed: string[];
  /** What it would do instead, where that is not what was approved; then nothing was removed. */
  readonly differing?: InfrastructurePlan;
}

/** One way to carry out infrastructure; a cluster's profile names which. */
export interface InfrastructureExecutor {
  /** What an apply would change, where that can be known beforehand. */
  plan?(order: PlacedRequest): Promise<InfrastructurePlan>;
  apply(order: MergedRequest): Promise<ApplyResult>;
  /** What is not as merged; empty when proven. */
  findMissing(order: MergedRequest): Promise<string[]>;
  /** Takes back what this request made; returns it. */
  remove(order: PlacedRequest): Promise<string[]>;
  /** Takes down all walls of the environment, whoever made them, and proves it by reading. */
  dismantle(order: MergedRequest): Promise<DismantleResult>;
  /** What a person would type instead. */
  commands(order: MergedRequest): Promise<string[]>;
}
