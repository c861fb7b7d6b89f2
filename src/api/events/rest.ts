import { setTimeout } from 'node:timers/promises';

/** Resolves after so many milliseconds, or at once when `signal` fires; keeps no process alive. */
export const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined);
