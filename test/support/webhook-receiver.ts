import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import type { Webhook, WebhookEvent } from '../../src/domain/webhook/webhook.ts';

/** One call of the receiver. */
export interface ReceivedPost {
  readonly id: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

type Answer = (post: ReceivedPost, response: ServerResponse) => void;

export interface WebhookReceiver {
  readonly origin: string;
  /** Where posts are to go. */
  readonly url: string;
  /** Every post that came, also those that were refused. */
  readonly posts: readonly ReceivedPost[];
  /** How posts are answered from now on; with 204 unless a test says otherwise. */
  answerBy(answer: Answer): void;
  close(): Promise<void>;
}

const take: Answer = (_, response) => void response.writeHead(204).end();

/** Somebody's server to which Berth posts. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const posts: ReceivedPost[] = [];
  let current = take;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const headers = plain(request.headers);
      const post = {
        id: headers['webhook-id'] ?? '',
        path: request.url ?? '',
        headers,
        body: Buffer.concat(chunks).toString(),
      };
      posts.push(post);
      current(post, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/berth?from=test`,
    posts,
    answerBy: (answer) => {
      current = answer;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const plain = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** As it is when it was just added by lee. */
export const webhookOf = (id: string, projects: readonly string[] | null): Webhook => ({
  id,
  url: 'https://hooks.example.test/berth?key=secret',
  projects,
  by: 'lee',
  at: '2026-11-22T09:00:00.000Z',
  status: 'active',
  problem: null,
  generation: 1,
  formerUntil: null,
  lost: 0,
});

/** An event of payments. */
export const webhookEvent = (id: string): WebhookEvent => ({
  id,
  type: 'request.ready',
  at: '2026-11-22T09:00:00.000Z',
  facts: {
    reference: 'BR-7F3K2M9QXA',
    project: 'payments',
    kind: null,
    environment: null,
    phase: 'ready',
    step: 'NOTIFICATION',
  },
});

/** What a receiver that has this secret makes of a post; throws when it is not signed by it. */
export const verified = (secret: string, { body, headers }: ReceivedPost): unknown =>
  new Verifier(secret).verify(body, headers);
