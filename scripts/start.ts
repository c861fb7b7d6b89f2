/*
 * `npm start [-- --config berth.yaml]`: Temporal if need be, a worker and the API, until Ctrl-C (twice: at once) or
 * until one of them ends. `npm run worker` and `npm run api` run them apart, with a Temporal that is there already.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadConfig } from '../src/config.ts';
import { endChild, startChild } from './kit/child.ts';
import { readFlags } from './kit/flags.ts';
import { providePortal } from './kit/portal.ts';
import { provideTemporal } from './temporal/provide.ts';

/** Longer than a worker takes to let its activities end. */
const GRACE_MS = 30_000;
const SOURCES = join(import.meta.dirname, '..', 'src');

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(configFile: string): Promise<number> {
  const config = loadConfig(configFile);
  await providePortal(say);
  const temporal = await provideTemporal(config, process.env);
  say(`Temporal: ${temporal.how}`);
  const env = { ...process.env, ...temporal.environment };
  const api = startChild([join(SOURCES, 'api', 'main.ts'), '--config', configFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const worker = startChild([join(SOURCES, 'worker.ts'), '--config', configFile], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  const { stopped, hurry } = signals();
  void announce(api);
  const ended = await Promise.race([stopped, endOf('The API', api), endOf('The worker', worker)]);
  await Promise.all([api, worker].map((child) => endChild(child, GRACE_MS, hurry)));
  await temporal.stop();
  say(ended ?? 'All processes have ended.');
  return ended === undefined ? 0 : 1;
}

/** The API's one line says where it answers. */
async function announce(api: ChildProcess): Promise<void> {
  if (!api.stdout) return;
  const [line] = (await once(createInterface({ input: api.stdout }), 'line')) as [string];
  say(`Berth is up: ${(JSON.parse(line) as { url: string }).url}   Ctrl-C ends it.`);
}

async function endOf(name: string, child: ChildProcess): Promise<string> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return `${name} ended by itself (${signal ?? code}): see above. Everything else was ended as well.`;
}

/** `stopped` resolves at the first signal; `hurry` fires at the second. */
function signals(): { stopped: Promise<undefined>; hurry: AbortSignal } {
  const hurry = new AbortController();
  const stopped = new Promise<undefined>((resolve) => {
    let seen = 0;
    const onSignal = () => {
      seen += 1;
      if (seen > 1) hurry.abort();
      resolve(undefined);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
  return { stopped, hurry: hurry.signal };
}

const USAGE = 'npm start [-- --config berth.yaml]';

const flags = readFlags({ config: { type: 'string', default: 'berth.yaml' } }, USAGE);
process.exitCode = await main(flags.config).catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  return 1;
});
