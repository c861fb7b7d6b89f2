import type { ProblemDetails } from '../../src/api/problems.ts';

/** An answer of the API that is not a success, in its own words; or none (503). */
export class ApiError extends Error {
  readonly status: number;
  /** Undefined: it said nothing. */
  readonly detail: string | undefined;
  readonly problems: ProblemDetails['problems'];

  constructor(status: number, detail?: string, problems: ProblemDetails['problems'] = []) {
    super(detail ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.detail = detail;
    this.problems = problems;
  }
}

// It also proves to the API that a page of its own sent the call.
const CHANNEL = { 'Berth-Channel': 'portal' };

/** Reads from the API. @throws ApiError */
export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return call<T>(path, { headers: CHANNEL, ...(signal ? { signal } : {}) });
}

/**
 * Writes through the API.
 * @param key names the intention: sent again with the same key, it is done once.
 * @throws ApiError
 */
export function post<T>(path: string, body: unknown, key: string = crypto.randomUUID()): Promise<T> {
  const headers = { ...CHANNEL, 'content-type': 'application/json', 'idempotency-key': key };
  return call<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Leaves for the sign-in, which comes back to this page. */
export function signIn(): void {
  const to = `${location.pathname}${location.search}`;
  location.assign(`/sign-in?to=${encodeURIComponent(to)}`);
}

async function call<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(503);
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as T;
  const { detail, problems } = (body ?? {}) as Partial<ProblemDetails>;
  throw new ApiError(response.status, detail, problems);
}
