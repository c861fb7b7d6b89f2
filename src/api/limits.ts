/*
 * How often one caller may call, and one address that proves nobody: so that a program that runs wild does not take the API
 * from everybody else. Counted in this process, forgotten after a minute.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ApiProblem } from './problems.ts';

/** Calls a minute. */
export interface CallLimits {
  readonly ofCaller: number;
  /** Of one caller, on a route that nobody needs often. */
  readonly ofScarce: number;
  /** That were answered with 401. */
  readonly ofStranger: number;
}
export const CALL_LIMITS: CallLimits = { ofCaller: 3000, ofScarce: 60, ofStranger: 300 };

const SECONDS = 60;

/** Each counts one call. @throws ApiProblem 429 with `Retry-After` when there were too many. */
export interface Limiter {
  caller(id: string): Promise<void>;
  scarce(id: string, route: string): Promise<void>;
  stranger(network: string): Promise<void>;
}

export function createLimiter({ ofCaller, ofScarce, ofStranger }: CallLimits): Limiter {
  const callers = new RateLimiterMemory({ points: ofCaller, duration: SECONDS });
  const scarce = new RateLimiterMemory({ points: ofScarce, duration: SECONDS });
  const strangers = new RateLimiterMemory({ points: ofStranger, duration: SECONDS });
  return {
    caller: (id) => count(callers, id.toLowerCase()),
    scarce: (id, route) => count(scarce, `${id.toLowerCase()} ${route}`),
    stranger: (network) => count(strangers, network),
  };
}

async function count(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw new ApiProblem(429, `These were too many calls. Go on in ${seconds} seconds.`, {
      headers: { 'retry-after': String(seconds) },
    });
  }
}
