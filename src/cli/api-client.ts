import { problemLine } from '../domain/problem-text.ts';
import type { Problem } from '../domain/request.ts';
import type { Credentials } from './credentials.ts';
import { CliFailure, EXIT } from './failures.ts';

/** Calls Berth's API as whoever holds the token. Throws CliFailure. */
export interface ApiClient {
  /** Reads what needs nobody to be signed in; answers that are no success as well. */
  open<T>(path: string): Promise<T>;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<T>;
}

const TIMEOUT_MS = 30_000;

/** @param find is asked at the first call: some commands make none. */
export function createApiClient(find: () => Credentials): ApiClient {
  let found: Credentials | undefined;
  const credentials = () => {
    found ??= find();
    return found;
  };
  const send = async <T>(path: string, init: RequestInit): Promise<T> => {
    const { api, token } = credentials();
    const authorization = `Bearer ${signedIn(await token())}`;
    const response = await reach(api, path, { ...init, headers: { ...(init.headers as Sent), authorization } });
    if (!response.ok) throw await refusal(response);
    return (await response.json()) as T;
  };
  return {
    open: async (path) => (await (await reach(credentials().api, path, {})).json()) as never,
    get: (path) => send(path, { method: 'GET' }),
    post: (path, body, headers) =>
      send(path, { method: 'POST', body: JSON.stringify(body), ...(headers ? { headers } : {}) }),
  };
}

type Sent = Record<string, string> | undefined;

function signedIn(token: string | undefined): string {
  if (token) return token;
  throw new CliFailure(EXIT.notAllowed, 'You are not signed in, or no longer.', 'berth login');
}

async function reach(api: string, path: string, init: RequestInit): Promise<Response> {
  const headers = {
    ...(init.headers as Sent),
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
  const lines = (body.problems ?? []).map((problem) => `  ${problemLine(problem)}`);
  const said = body.detail ?? `${response.url} answers ${response.status}`;
  const next = response.status === 401 ? 'berth login' : undefined;
  return new CliFailure(EXIT_BY_STATUS[response.status] ?? EXIT.unexpected, [said, ...lines].join('\n'), next);
}
