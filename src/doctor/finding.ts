/** One thing that was tried, told in one line. */
export interface Finding {
  /** Of the configuration, such as `slack` or `cluster cluster-east-prod`. */
  readonly system: string;
  readonly what: string;
  readonly ok: boolean;
  /** What was found; of something missing what is wrong and how to mend it. */
  readonly detail: string;
}

/** One line of a list of findings, for a terminal. */
export const findingLine = ({ system, what, ok, detail }: Finding): string =>
  `${ok ? '✓' : '✗'} ${system}: ${what}: ${detail}`;

/** Something missing, in words that say how to mend it. */
export class Missing extends Error {
  override name = 'Missing';
}

/** What a probe finds when nothing is missing; a thrown error is what is. */
export type Probe = () => Promise<string>;

/** Tries one thing. Never throws. */
export async function tryOut(system: string, what: string, probe: Probe): Promise<Finding> {
  try {
    return { system, what, ok: true, detail: await probe() };
  } catch (error) {
    return { system, what, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Tries one thing, and what stands on it only when it was fine: one broken thing is named once. */
export async function tryFirst<T>(
  system: string,
  what: string,
  first: () => Promise<{ readonly detail: string; readonly value: T }>,
  then: (value: T) => Promise<readonly Finding[]>,
): Promise<Finding[]> {
  try {
    const { detail, value } = await first();
    return [{ system, what, ok: true, detail }, ...(await then(value))];
  } catch (error) {
    return [{ system, what, ok: false, detail: error instanceof Error ? error.message : String(error) }];
  }
}

/** What is not there of what is needed. */
export function missingOf(needed: readonly string[], present: Iterable<string>): string[] {
  const there = new Set(present);
  return needed.filter((name) => !there.has(name));
}
