import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse, stringify } from 'yaml';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/start.ts';

/* `npm start` as people run it: no Temporal anywhere, so it brings its own. */
const START = join(import.meta.dirname, '..', '..', 'scripts', 'start.ts');
let folder: string;
let sandbox: Sandbox;
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-start-'));
  sandbox = await startSandbox({ folder, apiPort: 0, temporalAddress: '127.0.0.1:1' });
  const config = parse(readFileSync(sandbox.configFile, 'utf8')) as Record<string, unknown>;
  writeFileSync(sandbox.configFile, stringify({ ...config, temporal: {}, cacheFolder: folder }));
});
afterAll(async () => {
  for (const child of started) child.kill('SIGTERM');
  await sandbox.close();
});

interface Run {
  readonly child: ChildProcess;
  /** The next line of output that matches. */
  line(wanted: RegExp): Promise<RegExpExecArray>;
}

function start(environment: Record<string, string> = {}): Run {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'));
  const env = { ...Object.fromEntries(clean), ...environment };
  const child = spawn(process.execPath, [START, '--config', sandbox.configFile], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env,
  });
  started.push(child);
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (text) => void lines.push(text));
  const line = async (wanted: RegExp) => {
    for (;;) {
      const found = lines.map((text) => wanted.exec(text)).find((match) => match !== null);
      if (found) return found;
      await once(output, 'line');
    }
  };
  return { child, line };
}

/** A process that is gone cannot be signalled. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The processes below one, as the kernel lists them. */
function childrenOf(pid: number): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return list === '' ? [] : list.split(' ').map(Number);
}

test('it starts Temporal, worker and API, and SIGTERM ends all of them', async () => {
  const { child, line } = start();
  await line(/^Temporal: a dev server at 127\.0\.0\.1:\d+ .* data in .*temporal\.db$/);
  const [, url] = await line(/^Berth is up: (\S+)/);

  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const children = childrenOf(child.pid ?? 0);
  expect(children).toHaveLength(3);

  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(children.filter(isAlive)).toEqual([]);
});

test('a configured Temporal that does not answer ends everything, and says so', async () => {
  const { child, line } = start({ BERTH_TEMPORAL__ADDRESS: '127.0.0.1:1' });

  await line(/^Temporal: 127\.0\.0\.1:1, as configured$/);
  await line(/^The (API|worker) ended by itself/);

  expect((await once(child, 'exit'))[0]).toBe(1);
});

test('TEMPORAL_* of the environment wins over the configuration', async () => {
  const { line } = start({ BERTH_TEMPORAL__ADDRESS: '127.0.0.1:1', TEMPORAL_ADDRESS: '127.0.0.1:2' });

  const [, address] = await line(/^Temporal: the one of TEMPORAL_ADDRESS \((.*)\)$/);
  expect(address).toBe('127.0.0.1:2');
});
