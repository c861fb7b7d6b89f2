import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import { AUDIT_START, type AuditEntry } from '../../src/domain/audit.ts';
import { chained } from '../../src/domain/audit-chain.ts';
import { wholeFileApi } from '../support/api.ts';
import { memoryRecord } from '../support/ledger.ts';
import { recordedEntry } from '../support/record.ts';

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'berth-audit-'));

const entry = (day: number, reference: string | null): AuditEntry => ({
  ...recordedEntry(`id-${day}`),
  at: `2026-11-0${day}T12:00:00.000Z`,
  reference,
});
const ENTRIES = [
  entry(1, 'BR-7F3K2M9QXA'),
  entry(2, null),
  entry(3, 'BR-0000000003'),
  entry(4, 'BR-7F3K2M9QXA'),
  entry(5, 'BR-0000000003'),
];
const { lines, head } = chained(AUDIT_START, ENTRIES);
const { api } = wholeFileApi({ record: memoryRecord(ENTRIES) });
let server: ServerType;

beforeAll(async () => {
  server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started));
  });
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

/** As somebody; without a name nobody can be asked, as on a machine that knows nothing of Berth. */
async function berth(
  person: string | undefined,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const signedIn = {
    BERTH_API: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    BERTH_TOKEN: person === undefined ? '' : await api.issuer.tokenFor(person),
  };
  const env = { PATH: process.env.PATH ?? '', ...(person === undefined ? {} : signedIn) };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, 'audit', ...args], { env }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

function file(name: string, content: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, content.map((line) => `${line}\n`).join(''));
  return path;
}

test('an auditor exports the whole record, byte by byte, and verifies it where Berth is not', async () => {
  const exported = await berth('ada', 'export');
  expect(exported).toMatchObject({ code: 0, out: lines.map((line) => `${line}\n`).join('') });

  const verified = await berth(undefined, 'verify', file('whole.jsonl', exported.out.trimEnd().split('\n')));

  expect(verified).toMatchObject({ code: 0, err: '' });
  expect(verified.out).toContain('5 entries, and all is whole.');
  expect(verified.out).toContain(`--seq 5 --head ${head.hash}`);
});

test('some of it is exported by time and by request, and verified as a part', async () => {
  const some = await berth('ada', 'export', '--since', '2026-11-02', '--until', '2026-11-05T00:00:00Z');
  expect(some.out.trimEnd().split('\n')).toEqual(lines.slice(1, 4));
  const one = await berth('ada', 'export', '--request', 'br-7f3k2m9qxa');
  expect(one.out.trimEnd().split('\n')).toEqual([lines[0], lines[3]]);

  const path = file('part.jsonl', one.out.trimEnd().split('\n'));
  expect(await berth(undefined, 'verify', path, '--part')).toMatchObject({ code: 0, err: '' });
  expect(await berth(undefined, 'verify', path)).toMatchObject({
    code: 5,
    out: 'Line 2: entries 2 to 3 are missing before it.\n',
  });
});

test('what was done to it is named by its line; that it was cut off, when its head was noted', async () => {
  const changed = file('changed.jsonl', lines.with(2, (lines[2] ?? '').replace('lee', 'eve')));
  const { code, out, err } = await berth(undefined, 'verify', changed);
  expect([code, out]).toEqual([5, 'Line 3: not as Berth wrote it, for it does not have the hash that it names.\n']);
  expect(err).toContain('The record is not whole: 1 thing does not fit.');

  const short = file('short.jsonl', lines.slice(0, 4));
  expect((await berth(undefined, 'verify', short)).code).toBe(0);
  const known = await berth(undefined, 'verify', short, '--seq', '5', '--head', head.hash);
  expect([known.code, known.out]).toEqual([5, 'The record ends with entry 4, but had 5 entries.\n']);
});

test('without a file Berth is asked, and its keeper', async () => {
  const { code, out } = await berth('ada', 'verify');
  expect([code, out]).toEqual([0, expect.stringContaining(`Head: entry 5, ${head.hash}`)]);
});

test('nobody but auditors, security and operators reads it', async () => {
  const refused = await berth('dana', 'export');
  expect(refused).toMatchObject({ code: 3, out: '' });
  expect(refused.err).toContain('only auditors, security and operators read the record');
});

test.each([
  ['export', '--since', 'yesterday'],
  ['export', '--until', '2026-11-02T08:00:00'],
  ['export', '--request', 'payments'],
  ['verify', '--seq', 'many'],
  ['verify', '--head', 'sha256:4be1'],
  ['verify', 'there-is-no-such-file'],
])('berth audit %s %s %s says how it is meant', async (...args) => {
  const { code, err } = await berth('ada', ...args);
  expect([code, err]).toEqual([2, expect.stringMatching(/is no |cannot be read/)]);
});

test('the help says what verifying can tell and what it cannot', async () => {
  const { out } = await berth(undefined, 'verify', '--help');
  expect(out).toContain('note the head');
});
