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

test.each([
  [
    'a key that is not 32 bytes',
    '{ keys: [{ id: a, keyFile: short }] }',
    /^temporal\.codec\.keys\[0\]\.keyFile: \S+short is not 64 hexadecimal digits \(32 bytes\): openssl rand -hex 32 > \S+short$/,
  ],
  [
    'two keys of one id',
    '{ keys: [{ id: a, keyFile: key }, { id: a, keyFile: key }] }',
    /^temporal\.codec\.keys\[1\]\.id: there is a key "a" above already$/,
  ],
  [
    'a current key that is not there',
    '{ current: b, keys: [{ id: a, keyFile: key }] }',
    /^temporal\.codec\.current: is "b", but no key has this id$/,
  ],
  ['no key', '{ keys: [] }', /^temporal\.codec\.keys: /],
])('a payload codec with %s is refused', (_, codec, said) => {
  writeFileSync(join(folder, 'short'), `${'0f'.repeat(31)}\n`);
  writeFileSync(join(folder, 'key'), `${'0f'.repeat(32)}\n`);

  const problems = problemsWith(`temporal: { codec: ${codec} }\n`);

  expect(problems.filter((problem) => problem.startsWith('temporal'))).toEqual([expect.stringMatching(said)]);
});
