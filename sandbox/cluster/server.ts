/**
 * One Kubernetes cluster with its Flux, as far as Berth uses them.
 *
 * Imitates: the API server over HTTPS with a bearer token: reading, server-side apply (field owners, conflicts, dry
 * run, unknown fields refused), deletion and lists of namespaces, quotas, limit ranges, network policies, service
 * accounts, roles and role bindings; reading workloads and Flux's objects and annotating the latter; discovery,
 * `/version`, `/readyz`, SubjectAccessReviews and SelfSubjectAccessReviews. Flux's source and kustomize controllers over a bare repository on disk.
 *
 * Does not imitate (501): everything else, watches included. Laxer than the real thing: quotas, limits, network
 * policies and admission are stored but bind nobody; role bindings may be made without holding the rights they give;
 * lists inside objects have one owner each; fields of workloads and custom resources are not checked; workloads are
 * ready at once unless a test holds them; a deleted namespace is gone after 200 ms. Flux starts, as bootstrap leaves
 * it, at `clusters/<name>/kustomization.yaml`; failed Kustomizations are tried every 2 s instead of at their
 * `retryInterval`; drift is corrected on request only; a Kustomization's `dependsOn` is not looked at.
 * Stricter: a service account that does not exist may do nothing, even where a binding names it.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { RunningServer, SandboxContext } from '../kit/context.ts';
import type { Fault } from '../kit/faults.ts';
import { type ApiAnswer, type ApiCall, answer } from './api.ts';
import { ApiError, unauthorized } from './api-error.ts';
import { Flux } from './flux/flux.ts';
import type { KubeObject } from './objects.ts';
import { knownKind } from './resources.ts';
import { Store } from './store.ts';

export interface ClusterOptions {
  /** Name of the cluster, e.g. `cluster-east-prod`: its folder in the fleet and its context in the kubeconfig. */
  readonly name: string;
  /** Bare fleet repository on disk. */
  readonly gitFolder: string;
  readonly port?: number;
}

export interface RunningCluster extends RunningServer {
  /** YAML with authority and token: Berth's credentials. */
  readonly kubeconfig: string;
  /** Everything stored, for assertions. */
  objects(): Promise<readonly KubeObject[]>;
  /** Somebody outside Berth applies an object, with all rights. */
  putByHand(object: KubeObject): Promise<void>;
  /** Somebody outside Berth deletes an object. */
  deleteByHand(object: KubeObject): Promise<void>;
  /** Takes a right from Berth's account, everywhere: `revoke('patch', 'namespaces')`. */
  revoke(verb: string, resource: string): Promise<void>;
  /** Keeps the workload at no ready replica until it is released. */
  holdWorkload(name: string): Promise<void>;
  releaseWorkload(name: string): Promise<void>;
}

/**
 * Starts a cluster. Faults match `cluster <METHOD> <path> @<cluster name>`, so that one of several can be meant; the
 * write log has `cluster`, `<METHOD> <path>` for calls that changed something.
 */
export async function startCluster(context: SandboxContext, options: ClusterOptions): Promise<RunningCluster> {
  const token = randomBytes(16).toString('hex');
  const store = new Store();
  const flux = new Flux(store, { cluster: options.name, gitFolder: options.gitFolder });
  const stopping = new AbortController();
  const server = createServer({ key: context.tls.key, cert: context.tls.cert }, (request, response) => {
    void serve({ context, options, store, flux, token, stopping: stopping.signal }, request, response).catch(() =>
      response.destroy(),
    );
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  flux.start();
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    stopping.abort();
    await Promise.all([closeServer(server), flux.stop()]);
    store.close();
  };
  return {
    url,
    kubeconfig: kubeconfigOf(options.name, url, readFileSync(context.tls.caFile, 'utf8'), token),
    close,
    ...byHand(store, flux),
  };
}

function byHand(store: Store, flux: Flux) {
  return {
    objects: async () => store.all(),
    putByHand: async (object: KubeObject) => {
      store.apply(knownKind(object.apiVersion, object.kind), object, { manager: 'kubectl', force: true });
    },
    deleteByHand: async (object: KubeObject) => {
      store.delete(knownKind(object.apiVersion, object.kind), object.metadata.namespace, object.metadata.name);
    },
    revoke: async (verb: string, resource: string) => void store.revoked.add(`${verb} ${resource}`),
    holdWorkload: async (name: string) => flux.workloads.hold(name),
    releaseWorkload: async (name: string) => flux.workloads.release(name),
  };
}

interface Serving {
  readonly context: SandboxContext;
  readonly options: ClusterOptions;
  readonly store: Store;
  readonly flux: Flux;
  readonly token: string;
  readonly stopping: AbortSignal;
}

async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await readCall(request);
  const what = `${call.method} ${call.path}`;
  const fault = serving.context.faults.take('cluster', `${what} @${serving.options.name}`);
  if (fault?.delayMs) await delay(fault.delayMs, undefined, { signal: serving.stopping });
  if (fault?.cut) {
    response.destroy();
    return;
  }
  const reply = replyTo(serving, request, call, fault);
  const write = reply.wrote ? await serving.context.writes.effect('cluster', what) : undefined;
  if (reply.wrote && call.path.includes('.fluxcd.io/')) serving.flux.nudge();
  if (fault?.lostReply) {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, { 'content-type': 'application/json', ...fault?.headers });
  response.end(JSON.stringify(reply.body));
  await once(response, 'close');
  if (write) await serving.context.writes.replied(write);
}

function replyTo(serving: Serving, request: IncomingMessage, call: ApiCall, fault: Fault | undefined): ApiAnswer {
  try {
    if (fault?.status) throw new ApiError(fault.status, 'Fault', fault.message ?? 'a fault that the test asked for');
    if (request.headers.authorization !== `Bearer ${serving.token}`) throw unauthorized();
    return answer(serving.store, call);
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(500, 'InternalError', String(error));
    return { status: known.code, body: known.toStatus(), wrote: false };
  }
}

async function readCall(request: IncomingMessage): Promise<ApiCall> {
  const url = new URL(request.url ?? '/', 'https://127.0.0.1');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    contentType: (request.headers['content-type'] ?? '').split(';')[0] ?? '',
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

function kubeconfigOf(name: string, server: string, ca: string, token: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: [{ name: 'berth', user: { token } }],
    contexts: [{ name, context: { cluster: name, user: 'berth' } }],
  });
}
