/* `npm run check`: everything that needs no server. Each part runs even when an earlier one failed. */
import { join } from 'node:path';
import { runInForeground } from './kit/run.mjs';

interface Part {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

const PARTS: readonly Part[] = [
  { name: 'format', program: 'biome', args: ['check', '.'] },
  { name: 'lint', program: 'oxlint', args: [] },
  { name: 'types', program: 'tsc', args: [] },
  { name: 'types of the portal', program: 'tsc', args: ['-p', 'portal'] },
  { name: 'layers', program: 'depcruise', args: ['src', 'portal/src', 'sandbox', 'stack', 'scripts', 'test'] },
  { name: 'unused', program: 'knip', args: [] },
  { name: 'unit tests', program: 'jest', args: ['--selectProjects', 'unit'] },
];

const binFolder = join(import.meta.dirname, '..', 'node_modules', '.bin');
const nodeOptions = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;

const results: { name: string; passed: boolean; seconds: string }[] = [];
for (const part of PARTS) results.push(await runPart(part));

console.log('\nnpm run check:');
for (const { name, passed, seconds } of results)
  console.log(`  ${passed ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;

async function runPart({ name, program, args }: Part): Promise<(typeof results)[number]> {
  console.log(`\n== ${name}`);
  const started = performance.now();
  const env = program === 'jest' ? { ...process.env, NODE_OPTIONS: nodeOptions } : process.env;
  const code = await runInForeground(join(binFolder, program), args, { env });
  return { name, passed: code === 0, seconds: ((performance.now() - started) / 1_000).toFixed(1) };
}
