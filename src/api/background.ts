import type { Logger } from 'pino';

/** Work that goes on after an answer has left, such as a Slack click, which must be answered within three seconds. */
export interface Background {
  /** Starts `work`; a failure is logged under `what`. Resolves when it has ended, well or not. */
  run(what: string, work: () => Promise<void>): Promise<void>;
  /** Ends when all work that was started has ended. */
  settled(): Promise<void>;
}

/** Tracks background work, so that a stop can wait for it. */
export function createBackground(log: Pick<Logger, 'error'>): Background {
  const running = new Set<Promise<void>>();
  return {
    run(what, work) {
      const task = work()
        .catch((error: unknown) => log.error({ what, err: error }, 'background work failed'))
        .finally(() => running.delete(task));
      running.add(task);
      return task;
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
