import { setTimeout as delay } from 'node:timers/promises';

const FIRST_MS = 10;
const LAST_MS = 100;

/** Pauses between looks: short at first, then longer, since looking takes from what is waited for. */
export function betweenLooks(): () => Promise<void> {
  let ms = FIRST_MS;
  return async () => {
    await delay(ms);
    ms = Math.min(ms * 1.3, LAST_MS);
  };
}

/** Waits for a condition; gives up before jest does, so that nothing goes on behind a failed test. */
export async function eventually<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 40_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  const pause = betweenLooks();
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`this never came true: ${check.toString()}`);
    await pause();
  }
}
