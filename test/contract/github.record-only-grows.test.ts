import { createAuditRecord } from '../../src/clients/audit-record.ts';
import { createLedger } from '../../src/clients/ledger.ts';
import { judgeRecord } from '../../src/doctor/record.ts';
import { AUDIT_START, type AuditEntry, type AuditHead } from '../../src/domain/audit.ts';
import { verifyRecord } from '../../src/domain/audit-verify.ts';
import { LEDGER_BRANCH } from '../../src/domain/ledger.ts';
import { eachTest } from '../support/fixture.ts';
import { configFor, stageGithub } from '../support/github.ts';
import { closedEntry } from '../support/ledger.ts';

const stage = eachTest(stageGithub);

const entries = (from: number, to: number): AuditEntry[] =>
  Array.from({ length: to - from + 1 }, (_, n) => ({
    id: `id-${from + n}`,
    at: '2026-11-21T09:00:00.000Z',
    reference: 'BR-7F3K2M9QXA',
    kind: 'decision',
    by: 'lee',
    what: `approve ${from + n}`,
    facts: { counts: true },
  }));

const write = (after: AuditHead, from: number, to: number, month = '2026/11') =>
  stage.activities.writeRecord({ after, batch: { month, entries: entries(from, to) } });

async function paths(): Promise<string[]> {
  const { data } = await stage.as('olgareyes').git.getTree({ ...stage.at, tree_sha: LEDGER_BRANCH, recursive: '1' });
  return data.tree.flatMap(({ type, path }) => (type === 'blob' ? [path] : []));
}

/** As whoever may write the branch could. */
async function spoil(path: string, change: (content: string) => string): Promise<void> {
  const rest = stage.as('olgareyes');
  const { data } = await rest.repos.getContent({ ...stage.at, path, ref: LEDGER_BRANCH });
  if (Array.isArray(data) || data.type !== 'file') throw new Error(`${path} is no file`);
  const content = change(Buffer.from(data.content, 'base64').toString());
  await rest.repos.createOrUpdateFileContents({
    ...stage.at,
    path,
    branch: LEDGER_BRANCH,
    message: 'Tidy up',
    sha: data.sha,
    content: Buffer.from(content).toString('base64'),
  });
}

test('batches are files, each written once, and together the record', async () => {
  expect(await stage.activities.readRecordHead()).toEqual(AUDIT_START);
  const first = await write(AUDIT_START, 1, 3);
  const second = await write(first, 4, 4, '2026/12');
  const writes = stage.context.writes.all().length;
  expect(await write(first, 4, 4, '2026/12')).toEqual(second);

  expect(stage.context.writes.all()).toHaveLength(writes);
  expect(writes).toBe(4);
  expect(await paths()).toEqual([
    'README.md',
    'audit/2026/11/0000000001-0000000003.jsonl',
    'audit/2026/12/0000000004-0000000004.jsonl',
  ]);
  expect(await stage.activities.readRecordHead()).toEqual(second);
  const record = createAuditRecord(stage.github);
  const { lines, next } = await record.after(0);
  expect([verifyRecord(lines, { known: second }), next]).toEqual([{ head: second, findings: [] }, null]);
  expect((await record.after(2)).lines).toEqual(lines.slice(2));
  expect((await record.after(4)).lines).toEqual([]);
  expect(await record.head()).toEqual(second);
});

/** While no worker answers for the keeper. */
const doctor = () => judgeRecord(configFor(stage.server), null);

test('doctor reads up to where it is whole, and names a line that was taken out', async () => {
  expect(await doctor()).toMatchObject([{ ok: true, detail: 'no entry yet' }, { ok: true }]);
  await write(AUDIT_START, 1, 3);
  expect(await doctor()).toEqual([
    { system: 'audit', what: 'record in Git', ok: true, detail: 'entry 3 is its last' },
    { system: 'audit', what: 'keeper of the record', ok: true, detail: expect.stringContaining('not asked') },
  ]);
  await spoil('audit/2026/11/0000000001-0000000003.jsonl', (content) => content.replace(/.*approve 2.*\n/, ''));
  expect(await doctor()).toMatchObject([{ ok: false, detail: expect.stringContaining('It has 2 lines.') }]);
});

test('the ledger of requests stands beside it, and neither sees the other', async () => {
  const closed = closedEntry();
  const first = await write(AUDIT_START, 1, 1);
  await stage.activities.writeLedger({ entry: closed });
  expect(await createLedger(stage.github).ofProject('payments', 10)).toEqual([closed]);
  expect(await stage.activities.readRecordHead()).toEqual(first);
});

test.each([
  ['PUT .*/contents/', { status: 502 }],
  ['PUT .*/contents/', { lostReply: true }],
])('cut off at %s (%j) and tried again, a batch is there once', async (match, fault) => {
  const first = await write(AUDIT_START, 1, 2);
  stage.context.faults.add({ match, ...fault });
  await expect(write(first, 3, 4)).rejects.toMatchObject({ type: 'Unavailable' });
  const second = await write(first, 3, 4);
  const { lines } = await createAuditRecord(stage.github).after(0);
  expect(verifyRecord(lines, { known: second })).toEqual({ head: second, findings: [] });
});

test('a record that is longer than a page is read to its end, piece by piece', async () => {
  let head = AUDIT_START;
  for (let n = 1; n <= 12; n++) head = await write(head, n, n);
  const record = createAuditRecord(stage.github);
  const first = await record.after(0);
  expect([first.lines.length, first.next]).toEqual([10, 10]);
  expect((await record.after(first.next ?? 0)).lines).toHaveLength(2);
});

test('where Git has another end than Berth wrote, the record does not go on over it', async () => {
  const first = await write(AUDIT_START, 1, 2);
  await write(first, 3, 3);
  // Another Berth, or this one with its memory lost.
  await expect(write(first, 3, 4)).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringMatching(/ends with entry 3/),
  });
  await expect(write(AUDIT_START, 1, 1)).rejects.toMatchObject({ type: 'Configuration' });
});

test('a last file that somebody changed stops it, with the way to mend that', async () => {
  const first = await write(AUDIT_START, 1, 2);
  await spoil('audit/2026/11/0000000001-0000000002.jsonl', (content) => content.replace('approve 2', 'approve 9'));
  const message = expect.stringMatching(/does not end with entry 2\. See who changed it/);
  await expect(write(first, 3, 3)).rejects.toMatchObject({ type: 'Configuration', message });
  await expect(stage.activities.readRecordHead()).rejects.toMatchObject({ type: 'Configuration', message });
  const { lines } = await createAuditRecord(stage.github).after(0);
  expect(verifyRecord(lines).findings).toEqual([expect.objectContaining({ line: 2, what: 'changed' })]);
  expect(await doctor()).toEqual([
    expect.objectContaining({
      ok: false,
      detail: expect.stringMatching(/0000000002\.jsonl is not as Berth .* Line 2/),
    }),
  ]);
});
