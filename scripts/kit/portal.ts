/* Builds the portal (`portal/`) into `dist/portal`, which the API serves, whenever that is older than its sources. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hashFiles } from './hash-files.ts';
import { run } from './run.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCES = join(ROOT, 'portal');
/** Values of it are part of the pages: a step's title, what a plan may hold. */
const DOMAIN = join(ROOT, 'src', 'domain');
const DIST = join(ROOT, 'dist');
const TARGET = join(DIST, 'portal');
/** In the build: what it was made of. */
const MARK = '.built';
const WITHIN_MS = 5 * 60_000;
const KEPT_LINES = 20;

/** Makes the portal unless it is there as its sources and the packages have it now. @throws Error with what Vite said. */
export async function buildPortal(): Promise<void> {
  const sources = hashOfSources();
  if (builtOf() === sources) return;
  const made = join(DIST, `portal-${process.pid}`);
  try {
    await build(made);
    writeFileSync(join(made, MARK), sources);
    replaceTarget(made);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** The same for whoever runs without it: what went wrong is said, and the API's pages say how to build it. */
export async function providePortal(say: (line: string) => void): Promise<void> {
  await buildPortal().catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
}

async function build(folder: string): Promise<void> {
  mkdirSync(DIST, { recursive: true });
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--config', join(SOURCES, 'vite.config.ts'), '--outDir', folder];
  const { code, output } = await run(process.execPath, args, {
    cwd: ROOT,
    label: 'Building the portal',
    timeoutMs: WITHIN_MS,
  });
  if (code === 0) return;
  // Of what Vite prints, its own stack is the longest part and says nothing.
  const said = output.split('\n').filter((line) => !/^\s+at /.test(line));
  throw new Error(`The portal cannot be built:\n${said.slice(-KEPT_LINES).join('\n')}`);
}

/** Two that build at once both succeed; the later one's stays. */
function replaceTarget(made: string): void {
  const old = `${made}-before`;
  if (existsSync(TARGET)) renameSync(TARGET, old);
  renameSync(made, TARGET);
  rmSync(old, { recursive: true, force: true });
}

function builtOf(): string | undefined {
  const mark = join(TARGET, MARK);
  return existsSync(mark) ? readFileSync(mark, 'utf8') : undefined;
}

/** Of every file that a build reads: the portal's own, the domain's, and the packages by their lock file. */
function hashOfSources(): string {
  return hashFiles(ROOT, ['package-lock.json', ...[SOURCES, DOMAIN].flatMap(filesIn)]);
}

/** As their paths are below the root. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)));
