import type { SpawnOptions } from 'node:child_process';

export interface RunOptions extends SpawnOptions {
  /** Shown with the time elapsed while the command runs; nothing is shown without it. */
  label?: string;
  timeoutMs?: number;
}

export interface RunResult {
  /** -1 when the command could not be started, or was ended by a signal. */
  code: number;
  /** The end of what it printed, both streams. */
  output: string;
}

export declare function run(command: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
/** Resolves to the exit code; rejects when the command cannot be started. */
export declare function runInForeground(
  command: string,
  args: readonly string[],
  options?: SpawnOptions,
): Promise<number>;
