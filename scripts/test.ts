/*
 * `npm test [-- jest's options]`: finds the Temporal servers, runs jest and ends with one line of totals. A test file
 * that could not run counts as failed, and a run without any test has failed.
 */
import { runJest } from './kit/jest.ts';

process.exitCode = await runJest(process.argv.slice(2), {});
