import { availableParallelism } from 'node:os';

const long = process.env.BERTH_LONG_TESTS === '1';
/** Set by `npm run test:stack`: real servers in place of the sandbox's. */
const stack = process.env.BERTH_STACK === '1';
/** Set by `npm run test:browser`: people at the built portal. */
const browser = process.env.BERTH_BROWSER === '1';
/** The contract suites that run against both, by the beginning of their names; GitHub's is judged there. */
const ON_BOTH = ['actions', 'cluster', 'directory', 'github', 'mail', 'smtp'];

/** Tests of one kind: where they are, and what a run of them needs beforehand. */
function project(displayName, roots, more = {}) {
  return {
    displayName,
    roots: roots.map((folder) => `<rootDir>/${folder}`),
    testEnvironment: 'node',
    testMatch: long ? ['**/*.long.test.ts'] : ['**/*.test.ts', '!**/*.long.test.ts'],
    extensionsToTreatAsEsm: ['.ts'],
    transform: {
      '^.+\\.ts$': [
        '@swc/jest',
        { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
      ],
    },
    ...more,
  };
}

export default {
  // Tests wait for servers more than they compute, most of all for real ones.
  maxWorkers: stack ? Math.ceil(1.5 * availableParallelism()) : '100%',
  // Modules of a test file stay in its worker's memory: one that holds this much is followed by a fresh one.
  workerIdleMemoryLimit: '1500MB',
  // A real server takes its time to start.
  testTimeout: stack || browser ? 180_000 : 60_000,
  // A worker of a gigabyte takes its time to go when the machine is busy; one that hangs is still told of.
  workerGracefulExitTimeout: 30_000,
  projects: chosen(),
};

function chosen() {
  if (browser) return [project('browser', ['test/browser'])];
  return stack ? [stackProject()] : projects();
}

function projects() {
  return [
    project('unit', ['src', 'portal/src', 'sandbox', 'stack', 'scripts', 'test/rules', 'test/fleet', 'test/policy']),
    project('contract', ['test/contract']),
    project('temporal', ['test'], {
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(rules|contract|stack|fleet|policy|browser)/'],
      globalSetup: '<rootDir>/test/support/global-setup.ts',
    }),
  ];
}

function stackProject() {
  return project('stack', ['test/stack', 'test/contract'], {
    testMatch: ['**/test/stack/**/*.test.ts', ...ON_BOTH.map((system) => `**/test/contract/${system}.*.test.ts`)],
    globalSetup: '<rootDir>/test/support/global-setup.ts',
    globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  });
}
