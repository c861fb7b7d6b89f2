import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../../scripts/kit/cache.ts';
import { run } from '../../scripts/kit/run.mjs';
import { findInstalled } from './find.ts';
import type { Program } from './program.ts';

export interface PypiOrder {
  /** The program to run. */
  readonly name: string;
  /** In its environment's `bin`, when that is another name. */
  readonly command?: string;
  readonly package: string;
  readonly version: string;
}

const INSTALL_WITHIN_MS = 10 * 60_000;
const KEPT_LINES = 5;

/** A program of a Python package, in a virtual environment of its own unless somebody installed it. */
export function pypiProgram(order: PypiOrder): Program {
  const { name, command = name } = order;
  // Made in its place: a virtual environment cannot be moved. The mark tells a whole one.
  const place = cached('stack', `${order.package}-${order.version}`);
  const mark = join(place, 'complete');
  const findOwn = () => (existsSync(mark) ? join(place, 'bin', command) : undefined);
  return {
    name,
    how: `PyPI ${order.package} ${order.version}`,
    smallest: false,
    find: () => findInstalled(name) ?? findOwn(),
    async install() {
      if (findOwn()) return;
      rmSync(place, { recursive: true, force: true });
      await makeEnvironment(place, order);
      writeFileSync(mark, '');
    },
  };
}

async function makeEnvironment(place: string, order: PypiOrder): Promise<void> {
  const label = `Installing ${order.package} ${order.version}`;
  const wanted = `${order.package}==${order.version}`;
  await step(label, 'python3', ['-m', 'venv', place]);
  const pip = ['install', '--quiet', '--only-binary=:all:', '--disable-pip-version-check', wanted];
  await step(label, join(place, 'bin', 'pip'), pip);
}

async function step(label: string, command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, args, { label, timeoutMs: INSTALL_WITHIN_MS });
  if (code === 0) return;
  throw new Error(`${label} failed:\n${output.split('\n').slice(-KEPT_LINES).join('\n')}`);
}
