import type { Problem } from '../domain/request.ts';
import type { CliEnvironment } from './environment.ts';
import { CliFailure, EXIT } from './failures.ts';

/** Calls Berth's API as whoever holds the token. Throws CliFailure. */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<T>;
}

const TIMEOUT_MS = 30_000;

export function createApiClient(environment: CliEnvironment): ApiClient {
  const send = async <T>(path: string, init: RequestInit): Promise<T> => {
    const response = await reach(environment, path, init);
    if (!response.ok) throw await refusal(response);
    return (await response.json()) as T;
  };
  return {
    get: (path) => send(path, { method: 'GET' }),
    post: (path, body, headers) =>
      send(path, { method: 'POST', body: JSON.stringify(body), ...(headers ? { headers } : {}) }),
  };
}

async function reach({ api, token }: CliEnvironment, path: string, init: RequestInit): Promise<Response> {
  if (!token)
    throw new CliFailure(EXIT.notAllowed, 'You are not signed in.', 'export BERTH_TOKEN=<token of your issuer>');
  const headers = {
    ...(init.headers as Record<string, string> | undefined),
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'berth-channel': 'cli',
  };
  try {
    return await fetch(new URL(path, api), { ...init, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const reason = (error as { cause?: Error }).cause?.message || (error as Error).message;
    throw new CliFailure(EXIT.unreachable, `${api} cannot be reached: ${reason}`, 'export BERTH_API=https://…');
  }
}

const EXIT_BY_STATUS: Readonly<Record<number, number>> = {
  401: EXIT.notAllowed,
  403: EXIT.notAllowed,
  404: EXIT.notFound,
  409: EXIT.refused,
  413: EXIT.refused,
  422: EXIT.refused,
  502: EXIT.unreachable,
  503: EXIT.unreachable,
  504: EXIT.unreachable,
};

async function refusal(response: Response): Promise<CliFailure> {
  const body = (await response.json().catch(() => ({}))) as {
    detail?: string;
    problems?: Problem[];
    requestId?: string;
  };
  const lines = (body.problems ?? []).map((p) => `  ${p.where ? `${p.where}: ` : ''}${p.what} ${p.mend}`);
  const said = body.detail ?? `${response.url} answers ${response.status}`;
  const next = response.status === 401 ? 'export BERTH_TOKEN=<token of your issuer>' : undefined;
  return new CliFailure(EXIT_BY_STATUS[response.status] ?? EXIT.unexpected, [said, ...lines].join('\n'), next);
}
