/* A stage on which everything around Berth is real, as far as it can be had (docs/stack.md). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Surroundings } from '../../sandbox/sandbox.ts';
import { type Stage, setStageWith } from '../../scripts/demo/stage.ts';
import { type Stack, type StackOptions, startStack } from '../../stack/start.ts';
import { witnessOf } from './judged.ts';

/** The stack, with what the demo's people need of the sandbox. */
export interface StackAround extends Surroundings {
  readonly stack: Stack;
}

export interface StackStage extends Stage<StackAround> {
  close(): Promise<void>;
}

/** Only these clusters, and settings of `berth.yaml` that differ. */
export type StackChanges = Pick<StackOptions, 'clusters' | 'config'>;

/** Everything that is waited for in here has a limit of its own. @throws MissingPrograms, or the error of what did not come up */
export async function startStackStage(changes: StackChanges = {}): Promise<StackStage> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-stack-'));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const stage = await setStageWith((options) => startAround({ ...options, ...changes }), { folder, say: () => {} });
    const witness = witnessOf(stage.sandbox.github);
    const close = async () => {
      await stage.stop();
      remove();
      await witness.settle();
    };
    return { ...stage, close };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What `setStageWith` asks for, made of the stack. */
export async function startAround(options: StackOptions): Promise<StackAround> {
  const stack = await startStack(options);
  const { apiUrl, configFile, directory, mail, github, slack, issuer, clusters } = stack;
  const shared = { apiUrl, configFile, directory, mail, github, slack, issuer, clusters };
  return { ...shared, context: stack.sandbox, stack, close: () => stack.close() };
}
