import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createApi } from '../../src/api/app.ts';
import { listen } from '../../src/api/server.ts';
import { pathsOf } from '../../stack/programs/program.ts';
import { API_PROGRAMS } from '../../stack/programs/services.ts';
import { wholeFileApi } from '../support/api.ts';
import { taskFor } from '../support/standing-request.ts';

const { requests, api } = wholeFileApi();

/** It calls as fast as it can. */
const NO_LIMITS = { ofCaller: 1_000_000, ofScarce: 1_000_000, ofStranger: 1_000_000 };
const EXAMPLES = '10';
const WITHIN_MS = 8 * 60_000;

/**
 * What is well-formed may still be about nobody the directory knows (422), about nothing that there is (404), or come at a
 * time when it cannot be (409): both are said in the description.
 */
const SETTINGS = (parameters: string) => `
${parameters}
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "403", "404", "409", "422"]
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "415", "422"]
`;

/** All checks of schemathesis over the whole description, as this person. */
async function attack(
  person: string,
  { parameters = '', only = [] as string[] } = {},
): Promise<{ code: number | null; said: string }> {
  const server = await listen(createApi(api.deps, NO_LIMITS).fetch, { host: '127.0.0.1', port: 0, proxies: 0 });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), 'berth-schemathesis-'));
  const settings = join(folder, 'schemathesis.toml');
  writeFileSync(settings, SETTINGS(parameters));
  const child = spawn(
    pathsOf(API_PROGRAMS).schemathesis,
    [
      ['--config-file', settings, 'run', `${url}/api/openapi.json`, '--url', url, '--checks', 'all', '--seed', '1'],
      ['--header', `Authorization: Bearer ${await api.issuer.tokenFor(person)}`],
      ['--max-examples', EXAMPLES, '--exclude-path-regex', 'events', '--continue-on-failure', '--no-color'],
      ['--request-timeout', '20', '--warnings', 'off', ...only],
    ].flat(),
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [said, trouble] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await ended;
  await new Promise((resolve) => server.close(resolve));
  return { code, said: said + trouble };
}

test(
  'nothing that the description allows or forbids is answered otherwise than it says',
  async () => {
    const { code, said } = await attack('olga');

    expect([code, code === 0 ? '' : said]).toEqual([0, '']);
  },
  WITHIN_MS,
);

test(
  'nor is it for a request that stands',
  async () => {
    const reference = await requests.stand({ task: taskFor('operators', 'repair') });

    const { code, said } = await attack('olga', {
      parameters: `parameters = { "path.reference" = "${reference}" }`,
      only: ['--include-path-regex', 'reference', '--phases', 'examples,fuzzing'],
    });

    expect([code, code === 0 ? '' : said]).toEqual([0, '']);
  },
  WITHIN_MS,
);
