import { CancellationScope } from '@temporalio/workflow';

/** One thing that can be taken back; `run` tolerates that it never happened and returns what it undid. */
export interface Undo {
  readonly what: string;
  readonly run: () => Promise<string[]>;
}

/** What to take back, newest last. An entry is registered before its effect. */
export interface UndoStack {
  register(undo: Undo): void;
  /** Takes an entry off, so that it can be registered anew or because its effect is finished business. */
  drop(what: string): void;
  /** From here on nothing is ever taken back automatically: something is ready and may hold data. */
  seal(): void;
  /**
   * Takes everything back, newest first, also while the workflow is being cancelled. A failure does not stop the
   * rest: it is listed under `left`.
   */
  unwind(): Promise<{ undone: string[]; left: string[] }>;
}

export function newUndoStack(): UndoStack {
  const entries: Undo[] = [];
  return {
    register: (undo) => void entries.push(undo),
    drop: (what) => void entries.splice(0, entries.length, ...entries.filter((entry) => entry.what !== what)),
    seal: () => void entries.splice(0),
    unwind: () => CancellationScope.nonCancellable(() => unwind(entries)),
  };
}

async function unwind(entries: Undo[]): Promise<{ undone: string[]; left: string[] }> {
  const outcome = { undone: [] as string[], left: [] as string[] };
  for (let entry = entries.pop(); entry; entry = entries.pop()) {
    try {
      outcome.undone.push(...(await entry.run()));
    } catch (error) {
      outcome.left.push(`${entry.what}: ${rootMessage(error)}`);
    }
  }
  return outcome;
}

function rootMessage(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
