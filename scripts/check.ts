/*
 * `npm run check`: everything that needs no server. Each part runs even when an earlier one failed. What looks at files alone
 * goes two at a time, since most of it uses one core; what it found is told once more below the tests, which scroll it away.
 */
import { join } from 'node:path';
import { run, runInForeground } from './kit/run.mjs';

interface Part {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

interface Result {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: string;
  /** What it printed, unless it was seen already. */
  readonly output?: string;
}

/** The longest first. */
const ON_FILES: readonly Part[] = [
  { name: 'unused', program: 'knip', args: [] },
  { name: 'layers', program: 'depcruise', args: ['src', 'portal/src', 'sandbox', 'stack', 'scripts', 'test'] },
  { name: 'types', program: 'tsc', args: [] },
  { name: 'types of the portal', program: 'tsc', args: ['-p', 'portal'] },
  { name: 'format', program: 'biome', args: ['check', '.'] },
  { name: 'lint', program: 'oxlint', args: [] },
];
const TESTS: Part = { name: 'unit tests', program: 'jest', args: ['--selectProjects', 'unit'] };

const binFolder = join(import.meta.dirname, '..', 'node_modules', '.bin');
const nodeOptions = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;

const results = [...(await inTwoLanes(ON_FILES)), await runTests()];
for (const { name, passed, output } of results) if (!passed && output) console.log(`\n== ${name}\n${output}`);
console.log('\nnpm run check:');
for (const { name, passed, seconds } of results)
  console.log(`  ${passed ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;

async function inTwoLanes(parts: readonly Part[]): Promise<Result[]> {
  const waiting = [...parts];
  const done: Result[] = [];
  const lane = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) done.push(await lookAt(part));
  };
  await Promise.all([lane(), lane()]);
  return done;
}

async function lookAt({ name, program, args }: Part): Promise<Result> {
  const started = performance.now();
  const { code, output } = await run(join(binFolder, program), args);
  console.log(`\n== ${name}\n${output}`);
  return { name, passed: code === 0, seconds: secondsSince(started), output };
}

async function runTests(): Promise<Result> {
  const { name, program, args } = TESTS;
  console.log(`\n== ${name}`);
  const started = performance.now();
  const env = { ...process.env, NODE_OPTIONS: nodeOptions };
  const code = await runInForeground(join(binFolder, program), args, { env });
  return { name, passed: code === 0, seconds: secondsSince(started) };
}

function secondsSince(started: number): string {
  return ((performance.now() - started) / 1_000).toFixed(1);
}
