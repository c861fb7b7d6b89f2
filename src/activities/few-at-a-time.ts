/**
 * Lets only so many calls of one kind run at a time in this process; the others wait their turn, in order.
 * @param most how many.
 */
export function fewAtATime(most: number): <T>(kind: string, call: () => Promise<T>) => Promise<T> {
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  return async (kind, call) => {
    const now = running.get(kind) ?? 0;
    if (now < most) running.set(kind, now + 1);
    else await new Promise<void>((resolve) => waiting.set(kind, [...(waiting.get(kind) ?? []), resolve]));
    try {
      return await call();
    } finally {
      const [next, ...others] = waiting.get(kind) ?? [];
      waiting.set(kind, others);
      // Whoever is next takes over this one's place.
      if (next) next();
      else running.set(kind, (running.get(kind) ?? 1) - 1);
    }
  };
}
