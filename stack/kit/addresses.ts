import { randomInt } from 'node:crypto';
import { isFree } from '../../scripts/kit/ports.ts';

const TRIES = 20;

/** An address of loopback for a program with fixed ports, all free there. @throws Error when none was found */
export async function freeAddress(ports: readonly number[]): Promise<string> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const address = `127.${randomInt(16, 250)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;
    const free = await Promise.all(ports.map((port) => isFree(address, port)));
    if (free.every(Boolean)) return address;
  }
  throw new Error(`No address of 127.0.0.0/8 lets us listen on the ports ${ports.join(', ')}: below 1024 root may`);
}
