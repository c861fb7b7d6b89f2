/* Runs jest to its end and closes with one line of totals. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTemporal, findTestServer } from '../temporal/find.ts';
import { runInForeground } from './run.mjs';

/** The part that we read of what `jest --json` writes. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    /** The path of the file. */
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/**
 * Finds the Temporal servers and runs jest; answers the exit code. A test file that could not run counts as failed,
 * and a run without any test has failed.
 * @param read is given what jest wrote, if it came so far.
 */
export async function runJest(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  read: (report: JestReport) => void = () => undefined,
): Promise<number> {
  const servers = await findServers();
  const folder = mkdtempSync(join(tmpdir(), 'berth-test-'));
  try {
    const report = join(folder, 'totals.json');
    const jestArgs = ['--json', `--outputFile=${report}`, ...args];
    const nodeArgs = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jestProgram()];
    const code = await runInForeground(process.execPath, [...nodeArgs, ...jestArgs], {
      env: { ...process.env, ...servers, ...environment },
    });
    const totals = readTotals(report);
    if (totals) read(totals);
    return sumUp(code, totals);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function findServers(): Promise<{ BERTH_TEMPORAL: string; BERTH_TEST_SERVER: string }> {
  const [temporal, testServer] = await Promise.all([findTemporal(), findTestServer()]);
  console.log(`Temporal: ${temporal.how}\nTemporal test server: ${testServer.how}`);
  return { BERTH_TEMPORAL: temporal.path, BERTH_TEST_SERVER: testServer.path };
}

function jestProgram(): string {
  return join(import.meta.dirname, '..', '..', 'node_modules', 'jest', 'bin', 'jest.js');
}

function readTotals(report: string): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(report, 'utf8')) as JestReport;
  } catch {
    return undefined;
  }
}

/** Prints the closing line, which comes last and stands alone, and answers the exit code. */
function sumUp(jestCode: number, totals: JestReport | undefined): number {
  const passed = totals?.numPassedTests ?? 0;
  const failed = totals ? totals.numFailedTests + totals.numRuntimeErrorTestSuites : 1;
  const skipped = totals?.numPendingTests ?? 0;
  if (!totals) console.log(`jest ended without a report (exit code ${jestCode})`);
  else if (passed + failed === 0) console.log('No test ran.');
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return jestCode === 0 && failed === 0 && passed > 0 ? 0 : 1;
}
