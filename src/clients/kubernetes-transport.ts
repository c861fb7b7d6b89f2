import { type IncomingMessage, request } from 'node:http';
import { type RequestOptions, request as secureRequest } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';

/** Milliseconds from the start of a call to its whole answer. */
const TIMEOUT_MS = 10_000;

/** Why a call had no good answer. `code` is the HTTP status; null when there was no answer at all. */
export class KubernetesError extends Error {
  readonly code: number | null;
  /** `reason` of the v1 Status such as `NotFound`, or the system's error code such as `ECONNREFUSED`. */
  readonly reason: string;

  constructor(code: number | null, reason: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'KubernetesError';
    this.code = code;
    this.reason = reason;
  }
}

const NOT_READY =
  'the API server refuses this, nor does /readyz say that it is ready: it has just started, or takes from this account what the ClusterRole system:public-info-viewer gives to everybody.';

export interface RawCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with query. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** Sends calls as they are: the typed calls of client-node would drop fields that they do not know. */
export class KubernetesTransport {
  readonly server: string;
  readonly #config = new KubeConfig();

  /** @param kubeconfig YAML text. @throws KubernetesError `InvalidKubeconfig` when it cannot be used. */
  constructor(kubeconfig: string) {
    try {
      this.#config.loadFromString(kubeconfig);
      const cluster = this.#config.getCurrentCluster();
      if (!cluster) throw new Error('no cluster for its current context');
      this.server = cluster.server.replace(/\/$/, '');
    } catch (error) {
      throw new KubernetesError(null, 'InvalidKubeconfig', `the kubeconfig cannot be used: ${messageOf(error)}`);
    }
  }

  /** The JSON body of a 2xx answer. @throws KubernetesError */
  async send(call: RawCall): Promise<unknown> {
    const first = await this.#ask(call);
    if (first.code === 403 && !(await this.#isReady())) {
      throw new KubernetesError(503, 'NotReady', `${NOT_READY} It says: ${statusError(403, first.text).message}`);
    }
    // It may have become ready between its refusal and our question, so only what it says now counts.
    const { code, text } = first.code === 403 ? await this.#ask(call) : first;
    if (code >= 200 && code < 300) return parseBody(code, text);
    throw statusError(code, text);
  }

  async #ask(call: RawCall): Promise<{ code: number; text: string }> {
    return exchange(`${this.server}${call.path}`, await this.#options(call), call.body);
  }

  /**
   * A server that has just started refuses everybody until it has read its rules, this question too: only its yes is
   * believed. Whoever may not ask at all lacks what every cluster gives to everybody.
   */
  async #isReady(): Promise<boolean> {
    const options = await this.#options({ method: 'GET', path: '/readyz' });
    const { code } = await exchange(`${this.server}/readyz`, options, undefined);
    return code === 200;
  }

  async #options(call: RawCall): Promise<RequestOptions> {
    const headers = {
      accept: 'application/json',
      ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
    };
    const options: RequestOptions = { method: call.method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
    try {
      await this.#config.applyToHTTPSOptions(options);
    } catch (error) {
      throw new KubernetesError(null, 'InvalidKubeconfig', `its credentials cannot be had: ${messageOf(error)}`);
    }
    return options;
  }
}

function exchange(url: string, options: RequestOptions, body: unknown): Promise<{ code: number; text: string }> {
  const send = url.startsWith('https:') ? secureRequest : request;
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(noAnswer(error));
    const outgoing = send(url, options, (answer: IncomingMessage) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', fail);
      answer.on('end', () => resolve({ code: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
    });
    outgoing.on('error', fail);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function noAnswer(error: Error & { code?: unknown }): KubernetesError {
  const timedOut = error.name === 'TimeoutError' || (error.cause as Error | undefined)?.name === 'TimeoutError';
  if (timedOut) return new KubernetesError(null, 'Timeout', `no answer within ${TIMEOUT_MS / 1000} s`, error);
  return new KubernetesError(null, typeof error.code === 'string' ? error.code : 'Network', error.message, error);
}

function parseBody(code: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new KubernetesError(code, 'NotJson', `the answer is not JSON: ${text.slice(0, 100)}`);
  }
}

/** Most errors are a v1 Status; an unknown group answers plain text. */
function statusError(code: number, text: string): KubernetesError {
  try {
    const { reason, message } = JSON.parse(text) as { reason?: string; message?: string };
    return new KubernetesError(code, reason ?? String(code), message ?? `HTTP ${code}`);
  } catch {
    return new KubernetesError(code, String(code), text.trim().slice(0, 200) || `HTTP ${code}`);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
