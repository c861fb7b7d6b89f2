import type { Workflow } from './workflow-file.ts';

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';
type Progress = 'queued' | 'in_progress' | 'completed';

export interface RunStep {
  readonly number: number;
  readonly name: string;
  status: Progress;
  conclusion: Conclusion | null;
}

export interface RunJob {
  readonly id: number;
  readonly name: string;
  status: Progress;
  conclusion: Conclusion | null;
  steps: RunStep[];
  readonly startedAt: string;
  completedAt: string | null;
  /** Secrets are masked. */
  log: string;
}

/** One run of a workflow. */
export interface Run {
  readonly id: number;
  readonly number: number;
  /** File name below `.github/workflows`. */
  readonly file: string;
  readonly name: string;
  /** `run-name`, filled in. */
  readonly title: string;
  readonly event: 'workflow_dispatch' | 'pull_request_target';
  /** Of a run for a pull request. */
  readonly pull?: PullEvent;
  readonly branch: string;
  readonly sha: string;
  readonly actor: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly createdAt: string;
  updatedAt: string;
  status: Progress;
  conclusion: Conclusion | null;
  jobs: RunJob[];
}

/** The part of a pull request's payload that workflows can name. */
export interface PullEvent {
  readonly number: string;
  readonly head: { readonly sha: string; readonly ref: string; readonly repo: { readonly full_name: string } };
  readonly base: { readonly sha: string; readonly ref: string };
}

/** Secrets and variables that workflows can use. */
export interface ActionsSettings {
  /** Environment of GitHub (`environment:` of a job) to its secrets. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** A folder that the runner has at the front of its PATH. */
  readonly tools?: string;
  /** As which the one runner is shown, which takes every run all the same; online unless said. */
  readonly runner?: 'online' | 'offline';
  /** Runs workflows of pull requests too; off unless said, since each run is processes of this machine. */
  readonly onPulls?: boolean;
}

/** Carries out runs, each at once and its jobs one after the other. */
export interface Runner {
  start(run: Run, workflow: Workflow): void;
  cancel(run: Run): void;
  /** Ends every run and waits until its processes are gone. */
  close(): Promise<void>;
}
