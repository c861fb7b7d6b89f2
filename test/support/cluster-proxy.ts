import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as send } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Faults } from '../../sandbox/kit/faults.ts';
import type { WriteLog } from '../../sandbox/kit/write-log.ts';

export interface ClusterProxyOptions {
  /** Name of the cluster, as faults name it. */
  readonly name: string;
  /** The API server. */
  readonly target: string;
  readonly tls: { readonly key: string; readonly cert: string; readonly ca: string };
  readonly faults: Faults;
  readonly writes: WriteLog;
}

interface Call {
  readonly method: string;
  /** With query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/**
 * What stands before an API server, as a load balancer would: it fails when it is told to, in the ways of the sandbox's
 * cluster, and counts the calls that changed something.
 */
export async function startClusterProxy(
  options: ClusterProxyOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const known = new Map<string, string>();
  const { key, cert } = options.tls;
  const server = createServer({ key, cert }, (request, response) => {
    void serve(options, known, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  options: ClusterProxyOptions,
  known: Map<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = await readCall(request);
  const path = call.url.split('?')[0] ?? '';
  const what = `${call.method} ${path}`;
  const fault = options.faults.take('cluster', `${what} @${options.name}`);
  if (fault?.delayMs) await delay(fault.delayMs);
  if (fault?.cut) return void response.destroy();
  const answer = fault?.status ? refusal(fault) : await forward(options, call);
  const write = changed(known, call, path, answer) ? await options.writes.effect('cluster', what) : undefined;
  if (fault?.lostReply) return void response.destroy();
  response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
  await once(response, 'close');
  if (write) await options.writes.replied(write);
}

function forward({ target, tls }: ClusterProxyOptions, call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { host: _, ...headers } = call.headers;
    const outgoing = send(`${target}${call.url}`, { method: call.method, headers, ca: tls.ca }, (reply) => {
      read(reply).then(
        (body) => resolve({ status: reply.statusCode ?? 502, type: reply.headers['content-type'] ?? '', body }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(call.body);
  });
}

/** Whether what is wanted of the object is other than when it was last seen; its status and versions do not count. */
function changed(known: Map<string, string>, { method, url }: Call, path: string, answer: Answer): boolean {
  if (answer.status >= 300 || url.includes('dryRun=') || !answer.type.includes('json')) return false;
  const isReview = path.endsWith('reviews');
  const before = known.get(path);
  const now = method === 'DELETE' || isReview ? '' : desired(answer);
  known.set(path, now);
  if (method === 'GET' || isReview) return false;
  return method === 'DELETE' || answer.status === 201 || before !== now;
}

interface Shown {
  readonly metadata?: { readonly labels?: unknown; readonly annotations?: unknown };
}

function desired({ body }: Answer): string {
  const { status: _, metadata, ...rest } = JSON.parse(body.toString('utf8')) as Shown & { status?: unknown };
  return JSON.stringify([metadata?.labels, metadata?.annotations, rest]);
}

function refusal({ status = 500, message }: Fault): Answer {
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: 'Fault',
    code: status,
    message: message ?? 'a fault that the test asked for',
  };
  return { status, type: 'application/json', body: Buffer.from(JSON.stringify(body)) };
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const { method = 'GET', url = '/', headers } = request;
  return { method, url, headers, body: await read(request) };
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
