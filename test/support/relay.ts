/*
 * A connection in between, which fails as networks do: it can be cut, stall, or lose a reply whose effect stands. With
 * a certificate of its own it ends TLS here and begins it anew, so that a test can choose by what is said.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';

/** What becomes of a piece that a client sent. */
export type Verdict =
  | 'pass'
  /** Never reaches the server; the connection ends. */
  | 'cut'
  /** Reaches the server; the connection ends when it answers, and the answer is lost. */
  | 'lose-reply'
  /** Does not reach the server; this is answered in its place. */
  | { readonly answer: Buffer };

export interface RelayOptions {
  readonly target: { readonly host: string; readonly port: number };
  /** To read what passes: certificate shown to clients, and the authority that the target's is checked against. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca: string };
  /** Asked for every piece of a client; all pass without it. `link` is the same object for one connection. */
  judge?(data: Buffer, link: object): Verdict | Promise<Verdict>;
  /** Told every piece of the server before it goes on, or is lost. */
  heard?(data: Buffer, link: object): void | Promise<void>;
  /** Where it listens; 127.0.0.1 unless said. */
  readonly host?: string;
}

export interface Relay {
  readonly host: string;
  readonly port: number;
  /** Ends every connection there is, without a word. */
  cut(): void;
  /** From now on new connections are refused too, as if the server were down. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  /** From now on nothing passes in either direction, and connections stay open. */
  stall(): void;
  resume(): void;
  close(): Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

export async function startRelay(options: RelayOptions): Promise<Relay> {
  const host = options.host ?? '127.0.0.1';
  const links = new Set<Link>();
  let stalled = false;
  const accept = (client: Socket) => {
    const link = { client, server: connectTo(options) };
    links.add(link);
    join(link, options, () => links.delete(link));
    if (stalled) pause(link);
  };
  const cut = () => {
    for (const link of links) end(link);
  };
  let server = await listen(options, host, 0, accept);
  const { port } = server.address() as AddressInfo;
  const goDown = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    cut();
    await closed;
  };
  return {
    host,
    port,
    cut,
    goDown,
    comeBack: async () => void (server = await listen(options, host, port, accept)),
    stall: () => {
      stalled = true;
      for (const link of links) pause(link);
    },
    resume: () => {
      stalled = false;
      for (const { client, server } of links) [client, server].forEach((socket) => void socket.resume());
    },
    close: async () => void (server.listening && (await goDown())),
  };
}

async function listen(
  { tls }: RelayOptions,
  host: string,
  port: number,
  accept: (client: Socket) => void,
): Promise<Server> {
  const server = tls ? createTlsServer({ key: tls.key, cert: tls.cert }, accept) : createServer(accept);
  if (tls) server.on('tlsClientError', () => {});
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

function connectTo({ target, tls }: RelayOptions): Socket {
  return tls ? connectTls({ ...target, ca: tls.ca }) : connect(target);
}

function join(link: Link, options: RelayOptions, gone: () => void): void {
  const { client, server } = link;
  let losing = false;
  const turns = { client: Promise.resolve<unknown>(0), server: Promise.resolve<unknown>(0) };
  const inTurn = (of: keyof typeof turns, work: () => Promise<unknown>) => {
    turns[of] = turns[of].then(work).catch(() => end(link));
  };
  const pass = async (data: Buffer) => {
    const verdict = (await options.judge?.(data, link)) ?? 'pass';
    if (verdict === 'cut') return end(link);
    if (typeof verdict === 'object') return client.write(verdict.answer);
    losing ||= verdict === 'lose-reply';
    return server.write(data);
  };
  const passBack = async (data: Buffer) => {
    await options.heard?.(data, link);
    if (losing) end(link);
    else client.write(data);
  };
  client.on('data', (data: Buffer) => inTurn('client', () => pass(data)));
  server.on('data', (data: Buffer) => inTurn('server', () => passBack(data)));
  for (const socket of [client, server]) {
    socket.setNoDelay(true);
    socket.on('error', () => end(link));
    socket.on('close', () => {
      end(link);
      gone();
    });
  }
}

function end({ client, server }: Link): void {
  client.destroy();
  server.destroy();
}

function pause({ client, server }: Link): void {
  client.pause();
  server.pause();
}
