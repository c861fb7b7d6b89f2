/*
 * `npm run contracts`: runs the contract suites against the sandbox's servers, then against the real ones, and writes
 * how many cases passed on each to docs/contracts.md. Nothing is written unless everything passed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractPage } from './kit/contract-page.ts';
import { type JestReport, runJest } from './kit/jest.ts';

const page = join(import.meta.dirname, '..', 'docs', 'contracts.md');

async function run(environment: Readonly<Record<string, string>>): Promise<JestReport> {
  let report: JestReport | undefined;
  const code = await runJest(['test/contract/'], environment, (written) => {
    report = written;
  });
  if (code !== 0 || !report) throw new Error('Not everything passed: docs/contracts.md is left as it was.');
  return report;
}

const sandbox = await run({});
const real = await run({ BERTH_STACK: '1' });
writeFileSync(page, contractPage(sandbox, real));
console.log(`Written: ${page}`);
