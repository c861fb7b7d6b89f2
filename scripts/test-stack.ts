/*
 * `npm run test:stack [-- jest's options]`: the contract suites against real servers instead of the sandbox's, and the
 * tests that only real servers can answer (test/stack). What this machine lacks is named first; tests that need it fail.
 *
 * `npm run test:stack -- --installed`: where something is missing, only the tests for which `stack -- install --smallest`
 * is enough; should that be missing too, they fail.
 */
import { PROGRAMS } from '../stack/programs/index.ts';
import { MissingPrograms } from '../stack/programs/program.ts';
import { runJest } from './kit/jest.ts';

const INSTALLED = '--installed';
const SMALLEST = 'test/(contract|stack)/(cluster|compose|directory|mail|smtp)[.]';

const args = process.argv.slice(2);
const missing = PROGRAMS.filter((program) => program.find() === undefined);
if (missing.length > 0) console.log(new MissingPrograms(missing).message);
const isPart = missing.length > 0 && args.includes(INSTALLED);
if (isPart) console.log('So this is not the whole: only directory, mail, and one cluster with Flux are tried.');
const jestArgs = args.filter((arg) => arg !== INSTALLED);
process.exitCode = await runJest(isPart ? [...jestArgs, SMALLEST] : jestArgs, { BERTH_STACK: '1' });
