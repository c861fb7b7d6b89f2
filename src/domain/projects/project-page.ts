/* Projects and environments as people look at them: what stands, what it costs, and where each setting comes from. */
import type { Amounts } from '../amounts.ts';
import type { Executor } from '../change.ts';
import type { Origin } from '../inheritance.ts';
import type { SelectedItem, Size, Stage } from '../selection.ts';

/** A project in a list of them. */
export interface ProjectSummary {
  readonly name: string;
  readonly title: string;
  readonly costCentre: string;
  /** Mail addresses. */
  readonly leads: readonly string[];
  /** The project above; null: directly below the organisation. */
  readonly parent: string | null;
  /** Reference of the request that took its last environment away. */
  readonly removed: string | null;
  /** What its environments cost a month, by currency. */
  readonly monthly: Readonly<Record<string, number>>;
  readonly environments: readonly EnvironmentSummary[];
}

/** An environment that stands. */
export interface EnvironmentSummary {
  readonly name: string;
  readonly stage: Stage;
  readonly size: Size;
  readonly clusters: readonly string[];
  /** An estimate, at the prices of when it was approved. */
  readonly cost: { readonly currency: string; readonly monthly: number };
  /** Reference of the request that made it. */
  readonly request: string;
  /** Reference of the request that is taking it away. */
  readonly removal: string | null;
  /** Date until when it may live; null: without end. */
  readonly leaseEnd: string | null;
}

/** One project with all that is known of it in Git. */
export interface ProjectPage extends Omit<ProjectSummary, 'environments'> {
  /** The organisation and the projects above it, the root first. */
  readonly above: readonly string[];
  /** Projects directly below it. */
  readonly below: readonly string[];
  /** Money a month for it and all below it, in the price book's currency; null: no limit. */
  readonly budget: { readonly currency: string; readonly monthly: number; readonly warnAt: number } | null;
  /** What holds for its next change, and which level says so. */
  readonly settings: readonly Origin[];
  /** What all below a level may reserve together. */
  readonly quotas: readonly { readonly from: string; readonly quota: Partial<Amounts> }[];
  readonly environments: readonly EnvironmentPage[];
}

/** One environment with all that is known of it in Git. */
export interface EnvironmentPage extends EnvironmentSummary {
  readonly placements: readonly { readonly cluster: string; readonly executor: Executor; readonly reserved: Amounts }[];
  /** What runs in its namespace. */
  readonly items: readonly SelectedItem[];
  /** Settings as they were when it was last changed. */
  readonly settings: readonly Origin[];
  /** What of them is otherwise now, and reaches it with its next change. */
  readonly pending: readonly SettingChange[];
}

/** A setting that is not what it was; null: it is not there. */
export interface SettingChange {
  readonly line: string;
  readonly was: string | null;
  readonly now: string | null;
}
