/* Whether the systems around Berth answer, as `berth doctor` finds it: not more than one examination at a time, none within a minute. */
import type { Finding } from '../doctor/finding.ts';
import { ApiProblem } from './problems.ts';

/** What an examination has found. */
export interface Systems {
  /** ISO 8601: when it was finished. */
  readonly at: string;
  readonly findings: readonly Finding[];
}

export interface SystemsTimes {
  /** So long what was found is not looked for again. */
  readonly freshMs: number;
  /** So long a caller waits before they are told to come again; the examination goes on. */
  readonly patienceMs: number;
  /** After that an examination is given up. */
  readonly longestMs: number;
}

const TIMES: SystemsTimes = { freshMs: 60_000, patienceMs: 45_000, longestMs: 180_000 };

/** @param examine tries every system; it takes its time, and starts programs. */
export function createSystems(examine: () => Promise<readonly Finding[]>, times = TIMES): () => Promise<Systems> {
  let known: Systems | undefined;
  let running: Promise<Systems> | undefined;
  const begin = async (): Promise<Systems> => {
    try {
      const findings = await within(times.longestMs, examine());
      known = { at: new Date().toISOString(), findings };
      return known;
    } finally {
      running = undefined;
    }
  };
  return async () => {
    if (known && Date.now() - Date.parse(known.at) < times.freshMs) return known;
    running ??= begin();
    return within(times.patienceMs, running);
  };
}

/** @throws ApiProblem 503 when it takes longer; the work itself goes on, and nobody waits for it. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ApiProblem(503, 'The systems are still being tried. Look again in a minute.')),
      ms,
    );
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
