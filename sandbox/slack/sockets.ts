/* Socket Mode: connections that the app opens with its app-level token, each address good for one. A call goes to one of them. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Reply, SlackCall } from './call.ts';

/** Slack shows the person a failure after this. */
const ANSWER_MS = 3_000;

export interface Sockets {
  /** A new address for one connection (`apps.connections.open`). */
  issue(): string;
  /** True once the app has a connection. */
  isOpen(): boolean;
  count(): number;
  /** How many were opened so far. */
  opened(): number;
  /** Tells one connection, and waits until the app acknowledges. @throws when it does not within three seconds. */
  send(call: SlackCall, timeoutMs?: number): Promise<Reply>;
  /** Ends every connection, as Slack does every few hours: asks first, and the app is to come back. */
  refresh(): void;
  /** Takes connections of this server. @param base its address. */
  attach(server: Server, base: string): void;
  close(): void;
}

export function createSockets(): Sockets {
  const accepting = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const open = new Set<WebSocket>();
  let address = '';
  let opened = 0;
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    accepting.handleUpgrade(request, socket, head, (connection) => {
      open.add(connection);
      opened += 1;
      connection.once('close', () => open.delete(connection));
      connection.send(JSON.stringify({ type: 'hello', num_connections: open.size, connection_info: {} }));
    });
  };
  return {
    issue() {
      const ticket = randomBytes(12).toString('hex');
      tickets.add(ticket);
      return `${address}/link?ticket=${ticket}`;
    },
    isOpen: () => open.size > 0,
    count: () => open.size,
    opened: () => opened,
    send: (call, timeoutMs = ANSWER_MS) => sendTo([...open].at(-1), call, timeoutMs),
    refresh() {
      for (const connection of open) {
        connection.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
      }
    },
    attach(server, base) {
      address = base.replace(/^http/, 'ws');
      server.on('upgrade', upgrade);
    },
    close: () => open.forEach((connection) => connection.terminate()),
  };
}

function sendTo(connection: WebSocket | undefined, { type, payload }: SlackCall, timeoutMs: number): Promise<Reply> {
  if (!connection) throw new Error('The app has no connection');
  const envelope_id = randomUUID();
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      connection.off('message', hear);
      connection.off('close', lost);
    };
    const hear = (data: unknown) => {
      const said = JSON.parse(String(data)) as { envelope_id?: string; payload?: object };
      if (said.envelope_id !== envelope_id) return;
      done();
      const body = said.payload && Object.keys(said.payload).length > 0 ? JSON.stringify(said.payload) : '';
      resolve({ status: 200, body });
    };
    const lost = () => {
      done();
      reject(new Error('The connection ended before the app acknowledged'));
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error(`The app did not acknowledge within ${timeoutMs} ms`));
    }, timeoutMs);
    connection.on('message', hear);
    connection.on('close', lost);
    connection.send(JSON.stringify({ type, envelope_id, payload, accepts_response_payload: type !== 'events_api' }));
  });
}
