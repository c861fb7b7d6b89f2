import { type Birth, birthRegister } from './entry.ts';
import { Store, type Write } from './store.ts';

const SERVERS = ['dc1', 'dc2'] as const;
export type ServerName = (typeof SERVERS)[number];
export const SERVER_NAMES: readonly ServerName[] = SERVERS;

const FILETIME_EPOCH_MS = 11_644_473_600_000n;
const TICKS_PER_MS = 10_000n;

/**
 * One data set on two servers. What one accepts is carried out on the other at once, or, while replication is held,
 * when it is released, in the same order.
 */
export class Domain {
  readonly #stores = { dc1: new Store(), dc2: new Store() };
  readonly #waiting: { store: Store; write: Write }[] = [];
  readonly birth: () => Birth = birthRegister();
  #held = false;
  #lastTick = 0n;

  store(server: ServerName): Store {
    return this.#stores[server];
  }

  /** Carries a write out on the server that was asked. @throws LdapError; nothing is changed then. */
  write(server: ServerName, write: Write): void {
    this.#stores[server].carryOut(write);
    this.#waiting.push({ store: this.#stores[server === 'dc1' ? 'dc2' : 'dc1'], write });
    if (!this.#held) this.#replicate();
  }

  /** Now, as a Windows file time; never the same twice. */
  tick(): string {
    const now = (BigInt(Date.now()) + FILETIME_EPOCH_MS) * TICKS_PER_MS;
    this.#lastTick = now > this.#lastTick ? now : this.#lastTick + 1n;
    return String(this.#lastTick);
  }

  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#replicate();
  }

  #replicate(): void {
    for (const { store, write } of this.#waiting.splice(0)) store.carryOut(write);
  }
}
