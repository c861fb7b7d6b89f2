/*
 * `npm run test:stack [-- jest's options]`: the contract suites against real servers instead of the sandbox's, and the
 * tests that only real servers can answer (test/stack). What this machine lacks is named first; tests that need it fail.
 */
import { PROGRAMS } from '../stack/programs/index.ts';
import { MissingPrograms } from '../stack/programs/program.ts';
import { runJest } from './kit/jest.ts';

const missing = PROGRAMS.filter((program) => program.find() === undefined);
if (missing.length > 0) console.log(new MissingPrograms(missing).message);
process.exitCode = await runJest(process.argv.slice(2), { BERTH_STACK: '1' });
