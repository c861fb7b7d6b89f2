import { Agent, request } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { KubeObject } from '../../sandbox/cluster/objects.ts';

/** An answer of the API server outside 2xx. */
export class AdminApiError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'AdminApiError';
    this.code = code;
  }
}

/** Which object is meant, or which list when there is no name. */
export interface Target {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** The API server as its administrator sees it: nothing is refused for want of rights. */
export interface AdminApi {
  /** @throws AdminApiError */
  send(method: string, path: string, body?: unknown, contentType?: string): Promise<unknown>;
  /** Server-side apply as `kubectl` would, by force. @throws AdminApiError */
  apply(object: KubeObject): Promise<KubeObject>;
  /** Undefined when it is not there. */
  get(target: Target): Promise<KubeObject | undefined>;
  list(target: Omit<Target, 'name'>): Promise<KubeObject[]>;
  /** False when it was not there. */
  delete(target: Target): Promise<boolean>;
  close(): void;
}

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export interface AdminOrder {
  readonly url: string;
  readonly ca: string;
  /** Absent for what the server tells anybody. */
  readonly credentials?: { readonly cert: string; readonly key: string };
}

export const targetOf = ({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): Target => ({
  apiVersion,
  kind,
  name,
  ...(namespace ? { namespace } : {}),
});

const TIMEOUT_MS = 30_000;
const LATER_MS = 200;

export function adminApi(order: AdminOrder): AdminApi {
  const agent = new Agent({ keepAlive: true, ca: order.ca, ...order.credentials });
  const send: AdminApi['send'] = (method, path, body, contentType = 'application/json') =>
    patiently(() => exchange(agent, `${order.url}${path}`, { method, body, contentType }));
  const pathOf = pathsBy(send);
  return {
    send,
    apply: async (object) => {
      const path = `${await pathOf(targetOf(object))}?fieldManager=kubectl&force=true`;
      return (await send('PATCH', path, object, 'application/apply-patch+yaml')) as KubeObject;
    },
    get: async (target) =>
      (await orMissing(pathOf(target).then((path) => send('GET', path)))) as KubeObject | undefined,
    list: async (target) => {
      const { items = [] } = (await send('GET', await pathOf(target))) as { items?: KubeObject[] };
      return items.map((item) => ({ ...item, apiVersion: target.apiVersion, kind: target.kind }));
    },
    delete: async (target) => (await orMissing(pathOf(target).then((path) => send('DELETE', path)))) !== undefined,
    close: () => agent.destroy(),
  };
}

/** Comes back later when it is asked to, as for kinds whose storage is still being made. */
async function patiently(call: () => Promise<unknown>): Promise<unknown> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const isLater = error instanceof AdminApiError && error.code === 429;
      if (!isLater || Date.now() > deadline) throw error;
      await delay(LATER_MS);
    }
  }
}

/** Paths by discovery. A kind that is not known yet is asked for again: its definition may have come since. */
function pathsBy(send: AdminApi['send']): (target: Target) => Promise<string> {
  const known = new Map<string, readonly ApiResource[]>();
  return async ({ apiVersion, kind, name, namespace }) => {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const isMeant = (resource: ApiResource) => resource.kind === kind && !resource.name.includes('/');
    if (!known.get(base)?.some(isMeant)) {
      const { resources = [] } = (await send('GET', base)) as { resources?: ApiResource[] };
      known.set(base, resources);
    }
    const resource = known.get(base)?.find(isMeant);
    if (!resource) throw new AdminApiError(404, `no kind ${kind} in ${apiVersion}`);
    const folder = resource.namespaced && namespace ? `${base}/namespaces/${namespace}` : base;
    return [folder, resource.name, name].filter(Boolean).join('/');
  };
}

interface Exchange {
  readonly method: string;
  readonly body: unknown;
  readonly contentType: string;
}

function exchange(agent: Agent, url: string, { method, body, contentType }: Exchange): Promise<unknown> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  // Node sends the body of a DELETE without its length, which spoils the next call of the connection.
  const about = text === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(text) };
  const headers = { accept: 'application/json', ...about };
  return new Promise((resolve, reject) => {
    const options = { agent, method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
    const outgoing = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const said = Buffer.concat(chunks).toString('utf8');
        const code = answer.statusCode ?? 0;
        if (code >= 200 && code < 300) resolve(parsed(said));
        else reject(new AdminApiError(code, `${method} ${url}: ${code} ${said.slice(0, 500)}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

/** `/readyz` answers plain text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function orMissing(sent: Promise<unknown>): Promise<unknown> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof AdminApiError && error.code === 404) return undefined;
    throw error;
  }
}
