import { heartbeat } from '@temporalio/activity';

const EVERY_MS = 3_000;

/**
 * Activities made of several calls, each with its own time limit: while one runs its worker says that it lives, so
 * that a dead worker is told from slow calls.
 */
export function beating<T extends object>(activities: T): T {
  const wrapped = Object.entries(activities).map(([name, act]) => [name, withBeat(act as Act)]);
  return Object.fromEntries(wrapped) as T;
}

type Act = (...args: readonly unknown[]) => Promise<unknown>;

function withBeat(act: Act): Act {
  return async (...args) => {
    const beat = setInterval(() => heartbeat(), EVERY_MS);
    try {
      return await act(...args);
    } finally {
      clearInterval(beat);
    }
  };
}
