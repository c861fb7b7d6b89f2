import type { Placement } from '../../domain/change.ts';
import type { PlannedRequest } from '../contracts.ts';

/** The walls of one placement. */
export type PlacedRequest = PlannedRequest & { placement: Placement };
/** The walls of one placement as merged. */
export type MergedRequest = PlacedRequest & { mergeSha: string };

/** One way to carry out infrastructure; a cluster's profile names which. */
export interface InfrastructureExecutor {
  apply(order: MergedRequest): Promise<{ objects: string[] }>;
  /** What is not as merged; empty when proven. */
  findMissing(order: MergedRequest): Promise<string[]>;
  /** Takes back what this request made; returns it. */
  remove(order: PlacedRequest): Promise<string[]>;
  /** What a person would type instead. */
  commands(order: MergedRequest): Promise<string[]>;
}
