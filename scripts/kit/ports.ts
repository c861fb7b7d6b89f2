import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what the system gives to whoever asks for any port: nobody gets ours while its server is away. */
const LOWEST = 15_000;
const ABOVE = 32_768;

/** Ports on loopback that nobody uses now, all different, and that nobody is given by chance later. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(LOWEST, ABOVE);
    if (await isFree('127.0.0.1', port)) ports.add(port);
  }
  return [...ports];
}

/** Whether this process may listen there now. */
export function isFree(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}
