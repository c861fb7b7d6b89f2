import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hashFiles } from '../../scripts/kit/hash-files.ts';
import { run } from '../../scripts/kit/run.mjs';
import { findInstalled } from './find.ts';
import type { Program } from './program.ts';

/** Our own Backstage, of the versions that its lock file names. */
export const BACKSTAGE = join(import.meta.dirname, '..', '..', 'backstage');
const ENTRY = join(BACKSTAGE, 'packages', 'backend', 'src', 'index.ts');
/** Written last: says for which lock file, and which sources of the frontend, all is there. */
const MARK = join(BACKSTAGE, 'node_modules', '.complete');
/** What the frontend is built of. */
const FRONTEND = ['package-lock.json', 'plugins/berth/src/**', 'packages/app/{src,public}/**'];
const NPM_WITHIN_MS = 15 * 60_000;
const KEPT_LINES = 5;

/** It loads the modules from their sources here, so its packages are installed beside them. */
export const BACKSTAGE_PROGRAMS = {
  backstage: {
    name: 'backstage',
    how: 'npm, as backstage/package-lock.json has it',
    smallest: false,
    find: () => (isWhole() ? ENTRY : undefined),
    install,
  },
} as const satisfies Readonly<Record<string, Program>>;

function wanted(): string {
  const files = globSync(FRONTEND, { cwd: BACKSTAGE, withFileTypes: true }).filter((entry) => entry.isFile());
  return hashFiles(
    BACKSTAGE,
    files.map(({ parentPath, name }) => relative(BACKSTAGE, join(parentPath, name))),
  );
}

const isWhole = () => existsSync(MARK) && readFileSync(MARK, 'utf8') === wanted();

async function install(): Promise<void> {
  if (isWhole()) return;
  // Scripts of packages are not run; what is native comes built.
  await npm('Installing Backstage', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  await npm("Building Backstage's frontend", ['run', 'build', '--workspace', 'app']);
  writeFileSync(MARK, wanted());
}

async function npm(label: string, args: readonly string[]): Promise<void> {
  const program = findInstalled('npm');
  if (program === undefined) throw new Error(`${label} needs npm on the PATH`);
  const { code, output } = await run(program, args, {
    label,
    timeoutMs: NPM_WITHIN_MS,
    cwd: BACKSTAGE,
  });
  if (code === 0) return;
  throw new Error(`${label} failed:\n${output.split('\n').slice(-KEPT_LINES).join('\n')}`);
}
