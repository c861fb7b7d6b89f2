import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExchangedAnswer } from '../../sandbox/github/exchange.ts';

/** Says which recorded answer is wanted. */
const WANTED = 'x-recorded';
/** Node says these by itself. A redirection would be followed by Prism. */
const LEFT_OUT: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'connection', 'location']);

/** A server that answers as another one did before. */
export interface RecordedServer {
  readonly url: string;
  /** Keeps an answer; the headers are for the request that is to get it, once. */
  keep(answer: ExchangedAnswer): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function startRecorded(): Promise<RecordedServer> {
  const kept = new Map<string, ExchangedAnswer>();
  let count = 0;
  const server = createServer((asked, reply) => {
    asked.resume();
    const wanted = String(asked.headers[WANTED]);
    answer(reply, kept.get(wanted));
    kept.delete(wanted);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keep(answer) {
      count += 1;
      kept.set(String(count), answer);
      return { [WANTED]: String(count) };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(reply: ServerResponse, recorded: ExchangedAnswer | undefined): void {
  if (!recorded) return void reply.writeHead(404).end();
  const headers = Object.entries(recorded.headers).filter(([name]) => !LEFT_OUT.has(name));
  reply.writeHead(recorded.status, Object.fromEntries(headers)).end(recorded.body);
}
