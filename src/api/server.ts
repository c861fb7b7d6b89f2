import { type ServerType, serve } from '@hono/node-server';
import type { Config } from '../config.ts';

/** How long a caller may take to send what they send; whoever takes longer is answered 408 and hung up on. */
export interface SendingTime {
  readonly headersMs: number;
  /** Headers and body. What is answered may take as long as it does. */
  readonly requestMs: number;
  /** How often it is looked for slow ones. */
  readonly checkMs: number;
}
const SENDING_TIME: SendingTime = { headersMs: 10_000, requestMs: 30_000, checkMs: 5000 };

/** Takes calls on this host and port. @throws Error when the port is taken. */
export function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  { host, port }: Config['api'],
  time: SendingTime = SENDING_TIME,
): Promise<ServerType> {
  const serverOptions = {
    headersTimeout: time.headersMs,
    requestTimeout: time.requestMs,
    connectionsCheckingInterval: time.checkMs,
  };
  return new Promise((resolve, reject) => {
    const server: ServerType = serve({ fetch, hostname: host, port, serverOptions }, () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? taken(host, port) : error),
    );
  });
}

const taken = (host: string, port: number) =>
  new Error(`${host}:${port} is in use. End what listens there, or set another api.port in the configuration.`);
