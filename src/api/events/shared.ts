/* What several readers want of the same thing is fetched once: begun with the first of them, ended with the last. */

/** A thing that is followed, and how it is given back. */
export interface Lent<T> {
  readonly thing: T;
  release(): void;
}

interface Shared<T> {
  readonly thing: T;
  readonly readers: Set<() => void>;
}

export interface Sharing<T> {
  /** Lends the thing of this key; `wake` is called whenever it has changed. */
  lend(key: string, wake: () => void): Lent<T>;
  /** How many are followed. */
  size(): number;
}

/** @param begin makes the thing of a key, and calls `changed` whenever it has changed. */
export function shareEach<T extends { stop(): void }>(begin: (key: string, changed: () => void) => T): Sharing<T> {
  const all = new Map<string, Shared<T>>();
  const start = (key: string): Shared<T> => {
    const readers = new Set<() => void>();
    const changed = () => {
      for (const wake of readers) wake();
    };
    const shared = { thing: begin(key, changed), readers };
    all.set(key, shared);
    return shared;
  };
  return {
    lend: (key, wake) => {
      const shared = all.get(key) ?? start(key);
      shared.readers.add(wake);
      return {
        thing: shared.thing,
        release: () => {
          if (!shared.readers.delete(wake) || shared.readers.size > 0) return;
          shared.thing.stop();
          all.delete(key);
        },
      };
    },
    size: () => all.size,
  };
}
