/** How often something may be tried in any stretch of time. */
interface Limit {
  readonly tries: number;
  readonly seconds: number;
}

/** Counts tries by name; each process of the API for itself. */
export interface Attempts {
  /** Counts one more; false when there were too many already. */
  begin(name: string): boolean;
  /** It was no guess after all. */
  forget(name: string): void;
}

/** Beyond this many names the oldest are forgotten: memory stays bounded, whoever calls. */
const MOST_NAMES = 10_000;

export function createAttempts({ tries, seconds }: Limit, now: () => number = Date.now): Attempts {
  const times = new Map<string, number[]>();
  return {
    begin: (name) => {
      const recent = (times.get(name) ?? []).filter((time) => time > now() - seconds * 1000);
      if (recent.length >= tries) return false;
      times.delete(name);
      times.set(name, [...recent, now()]);
      if (times.size > MOST_NAMES) times.delete(times.keys().next().value ?? '');
      return true;
    },
    forget: (name) => void times.delete(name),
  };
}
