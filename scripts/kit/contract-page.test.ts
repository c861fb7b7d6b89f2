import { contractPage } from './contract-page.ts';

const file = (name: string, ...statuses: readonly string[]) => ({
  name: `/anywhere/test/contract/${name}.test.ts`,
  assertionResults: statuses.map((status) => ({ status })),
});

const report = (...testResults: readonly ReturnType<typeof file>[]) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults,
});

test('each system has a line with what passed on either side, and a dash where nothing runs', () => {
  const page = contractPage(
    report(
      file('mail.hostile', 'passed', 'passed'),
      file('mail-sandbox.plays-faults', 'passed'),
      file('slack.asks-once', 'passed'),
    ),
    report(file('mail.hostile', 'passed', 'passed', 'pending')),
  );

  expect(page.split('\n').slice(-3)).toEqual([
    '| mail | 3 | 2 | Dovecot, Postfix, rspamd |',
    '| slack | 1 | — |  |',
    '',
  ]);
});
