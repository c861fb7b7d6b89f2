import { connect } from 'node:net';
import { type Daemon, type DaemonOrder, startDaemon } from '../kit/daemon.ts';

/** A server that can be killed and started again on what it left behind. */
export interface Service {
  /** SIGKILL for it and its helpers; waits until they are gone. */
  kill(): Promise<void>;
  /** Starts it again after `kill` or `close`, on the same ports. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function startService(folder: string, order: DaemonOrder): Promise<Service> {
  let daemon: Daemon = await startDaemon(folder, order);
  return {
    kill: () => daemon.kill(),
    async start() {
      daemon = await startDaemon(folder, order);
    },
    close: () => daemon.close(),
  };
}

/** Whether somebody listens there, on loopback. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    // A port of our own may be chosen that is the one asked for: then we have only met ourselves.
    socket.once('connect', () => answer(socket.localPort !== port));
    socket.once('error', () => answer(false));
  });
}

export async function areListening(ports: readonly number[]): Promise<boolean> {
  return (await Promise.all(ports.map(isListening))).every(Boolean);
}

interface Closable {
  close(): Promise<void>;
}

/** Waits for all; when one fails, ends those that came up. @throws what the first failed with. */
export async function allOrNone<T extends readonly Closable[] | []>(
  starting: { readonly [K in keyof T]: Promise<T[K]> },
): Promise<T> {
  const settled = await Promise.allSettled(starting as readonly Promise<Closable>[]);
  const failed = settled.find((one) => one.status === 'rejected');
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (!failed) return started as unknown as T;
  for (const one of started) await one.close();
  throw failed.reason;
}
