/* What a test file sets up before its tests and takes down after them, said in one line. */

interface Closable {
  close(): Promise<void>;
}

/** What `start` makes, anew for each test of the file. It is there inside tests and hooks only. */
export function eachTest<T extends Closable>(start: () => Promise<T>): T {
  return kept(start, beforeEach, afterEach);
}

/** What `start` makes, once for all tests of the file. It is there inside tests and hooks only. */
export function wholeFile<T extends Closable>(start: () => Promise<T>): T {
  return kept(start, beforeAll, afterAll);
}

/** Stands for what `now` answers when it is used, so that a file can name it before it is there. */
export function standIn<T extends object>(now: () => T | undefined): T {
  return new Proxy({} as T, {
    get: (_, name) => {
      const there = now();
      if (!there) throw new Error(`${String(name)} was asked for outside a test`);
      return Reflect.get(there, name) as unknown;
    },
  });
}

function kept<T extends Closable>(start: () => Promise<T>, before: typeof beforeEach, after: typeof afterEach): T {
  let current: T | undefined;
  before(async () => {
    current = await start();
  });
  after(async () => {
    await current?.close();
    current = undefined;
  });
  return standIn(() => current);
}
