import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';

/** One call of the receiver. */
export interface ReceivedPost {
  readonly id: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface WebhookReceiver {
  readonly origin: string;
  /** Where posts are to go. */
  readonly url: string;
  /** Every post that came, also those that were refused. */
  readonly posts: readonly ReceivedPost[];
  /** How a post is answered from now on; 204 unless a test says otherwise. */
  answer: (post: ReceivedPost, response: ServerResponse) => void;
  close(): Promise<void>;
}

const take = (_: ReceivedPost, response: ServerResponse) => void response.writeHead(204).end();

/** Somebody's server to which Berth posts. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const posts: ReceivedPost[] = [];
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
      receiver.answer(post, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const receiver: WebhookReceiver = {
    origin,
    url: `${origin}/berth?from=test`,
    posts,
    answer: take,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

const plain = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** What a receiver that has this secret makes of a post; throws when it is not signed by it. */
export const verified = (secret: string, { body, headers }: ReceivedPost): unknown =>
  new Verifier(secret).verify(body, headers);
