import type { Config } from '@backstage/config';
import { type BerthProblem, problemLine } from './problem-line.ts';

/** An answer of Berth that is not a success, in its own words. */
export class BerthRefused extends Error {
  readonly status: number;

  constructor(status: number, detail: string, problems: readonly BerthProblem[]) {
    super([detail, ...problems.map(problemLine)].join('\n'));
    this.name = 'BerthRefused';
    this.status = status;
  }
}

interface Call {
  /** Of the person, by `tokenOf`; without one nobody in particular calls. */
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Longer than Berth lets a call take. */
const TIMEOUT_MS = 30_000;

/** Berth's API, as Backstage's backend calls it. */
export class BerthApi {
  readonly baseUrl: string;
  readonly #ownToken: string | undefined;

  constructor(baseUrl: string, ownToken?: string) {
    this.baseUrl = baseUrl.replace(/\/$/, '');
    this.#ownToken = ownToken;
  }

  /** As `berth:` of app-config has it. */
  static fromConfig(config: Config): BerthApi {
    return new BerthApi(config.getString('berth.baseUrl'), config.getOptionalString('berth.token'));
  }

  /** The page of a request, for people. */
  pageOf(reference: string): string {
    return `${this.baseUrl}/requests/${reference}`;
  }

  /** @throws BerthRefused */
  get<T>(path: string, call: Call = {}): Promise<T> {
    return this.#send<T>(path, { headers: this.#headers(call) }, call);
  }

  /**
   * @param key the same key is the same intention: it is done once.
   * @throws BerthRefused
   */
  post<T>(path: string, body: unknown, call: Call & { readonly key: string }): Promise<T> {
    const headers = { ...this.#headers(call), 'content-type': 'application/json', 'idempotency-key': call.key };
    return this.#send<T>(path, { method: 'POST', headers, body: JSON.stringify(body) }, call);
  }

  #headers({ token = this.#ownToken }: Call): Record<string, string> {
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  }

  async #send<T>(path: string, init: RequestInit, { signal }: Call): Promise<T> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${this.baseUrl}${path}`, {
      ...init,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    }).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new BerthRefused(503, `Berth does not answer at ${this.baseUrl} (${(cause as Error).message})`, []);
    });
    const answer = (await response.json().catch(() => ({}))) as { detail?: string; problems?: BerthProblem[] };
    if (response.ok) return answer as T;
    throw new BerthRefused(response.status, answer.detail ?? `Berth answers ${response.status}`, answer.problems ?? []);
  }
}
