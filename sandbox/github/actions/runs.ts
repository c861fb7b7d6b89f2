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

/** Secrets and variables that workflows can use. */
export interface ActionsSettings {
  /** Environment of GitHub (`environment:` of a job) to its secrets. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** A folder that the runner has at the front of its PATH. */
  readonly tools?: string;
}

/** Carries out runs, each at once and its jobs one after the other. */
export interface Runner {
  start(run: Run, workflow: Workflow): void;
  cancel(run: Run): void;
  /** Ends every run and waits until its processes are gone. */
  close(): Promise<void>;
}
