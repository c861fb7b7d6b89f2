import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from './config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is said about a file with this text. */
function problemsWith(text: string): readonly string[] {
  const file = join(folder, 'berth.yaml');
  writeFileSync(file, text);
  try {
    loadConfig(file, {});
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('everything that is wrong is said at once, with its path: settings, slips and secrets', () => {
  writeFileSync(join(folder, 'empty'), '\n');
  writeFileSync(join(folder, 'short'), 'a secret\n');

  const problems = problemsWith(`
publicUrl: nonsense
api: { port: eighty }
smptp: {}
mailboxes:
  - { name: requests, imap: 'imap://plain.example.test', user: requests, passwordFile: nowhere }
smtp: { url: smtps://smtp.example.test, from: requests@example.test, user: requests, passwordFile: empty }
github: { appId: 1, privateKeyFile: empty, fleet: fleet, webhookSecretFile: empty }
clusters: { east: { kubeconfigFile: empty } }
auth: { isuer: https://login.example.test, decisionKeyFile: short }
waits: { approval: { deadline: 7 days } }
`);

  expect(problems).toEqual(
    expect.arrayContaining([
      'publicUrl: Invalid URL',
      'api.port: must be of type number',
      'smptp: is no setting. Did you mean "smtp"?',
      'mailboxes[0].imap: must be a URL such as imaps://imap.example.test',
      `mailboxes[0].passwordFile: ${join(folder, 'nowhere')} is not there`,
      `smtp.passwordFile: ${join(folder, 'empty')} is empty`,
      'directory: is missing',
      'github.fleet: must be owner/name, such as example/fleet',
      'clusters.east: must be the name of a cluster, cluster-<region>-<stage>',
      'auth.issuer: is missing',
      'auth.isuer: is no setting. Did you mean "issuer"?',
      expect.stringMatching(
        /^auth\.decisionKeyFile: \S+short has 8 bytes, at least 32 are needed: openssl rand -hex 32/,
      ),
      'waits.approval.deadline: must be a number and s, m, h or d, such as "2h"',
    ]),
  );
});

test.each([
  ['nothing at all', '', ['(file): is missing']],
  ['no YAML', 'a: [', [expect.stringMatching(/^\(file\): [^\n]+ at line 1, column \d+$/)]],
])('a file with %s is refused in one line', (_, text, said) => {
  expect(problemsWith(text)).toEqual(said);
});

test('a file that is not there is told by its name, and where an example is', () => {
  const file = join(folder, 'none.yaml');

  expect(() => loadConfig(file, {})).toThrow(
    `${file} cannot be used:\n  - (file): there is no such file\nberth.example.yaml shows and explains every setting.`,
  );
});
