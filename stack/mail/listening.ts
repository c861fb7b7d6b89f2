import { connect } from 'node:net';

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
