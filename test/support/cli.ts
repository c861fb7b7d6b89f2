import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import type { TestApi } from './api.ts';

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;

/** How a command ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Terminal {
  /** Runs `berth` as this person, or as nobody. @param port where it looks for the API; left out, where that is. */
  berth(person: string | undefined, args: readonly string[], port?: number): Promise<Ran>;
  /** Writes a file and gives its path. */
  file(name: string, text: string): string;
}

/** A terminal for all tests of a file: the command as a process of its own, over HTTP. It is there inside tests and hooks only. */
export function wholeFileTerminal(api: TestApi): Terminal {
  const folder = mkdtempSync(join(tmpdir(), 'berth-cli-'));
  let server: ServerType;
  beforeAll(async () => {
    server = await new Promise<ServerType>((resolve) => {
      const started: ServerType = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
        resolve(started),
      );
    });
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    async berth(person, args, port = (server.address() as AddressInfo).port) {
      const token = person === undefined ? {} : { BERTH_TOKEN: await api.issuer.tokenFor(person) };
      return run(args, { PATH: process.env.PATH ?? '', HOME: folder, BERTH_API: `http://127.0.0.1:${port}`, ...token });
    },
    file(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
  };
}

const run = (args: readonly string[], env: Record<string, string>): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], { env }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
