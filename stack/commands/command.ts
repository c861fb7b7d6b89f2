import type { KeepOptions } from '../keep.ts';

/** What every command is given. */
export interface CommandInput {
  /** The stack's folder. */
  readonly folder: string;
  readonly smallest: boolean;
  /** What else was typed. */
  readonly names: readonly string[];
  /** What is around the stack already, and where Berth's API will be. */
  readonly outside: Omit<KeepOptions, 'folder' | 'parts'>;
}

const PROGRESS_EVERY_MS = 2_000;

/** Says every two seconds that it still waits; answers a function that ends that. */
export function showWaiting(label: () => string): () => void {
  const started = Date.now();
  const timer = setInterval(() => {
    console.log(`  … ${label()} (${Math.round((Date.now() - started) / 1_000)} s)`);
  }, PROGRESS_EVERY_MS);
  return () => clearInterval(timer);
}
