import { createLedger } from '../../src/clients/ledger.ts';
import { LEDGER_BRANCH, placeInLedger } from '../../src/domain/ledger.ts';
import { eachTest } from '../support/fixture.ts';
import { stageGithub } from '../support/github.ts';
import { closedEntry } from '../support/ledger.ts';

const stage = eachTest(stageGithub);
const READY = closedEntry();
const REJECTED = closedEntry({ reference: 'BR-0000000001', outcome: 'rejected', closedAt: '2027-01-04T06:00:00Z' });
const UNKNOWN = closedEntry({ reference: 'BR-0000000002', outcome: 'expired', project: null });

const write = (entry: typeof READY) => stage.activities.writeLedger({ entry });
const branches = async () => (await stage.server.inspect()).branches;

async function paths(): Promise<string[]> {
  const { data } = await stage.as('olgareyes').git.getTree({ ...stage.at, tree_sha: LEDGER_BRANCH, recursive: '1' });
  return data.tree.flatMap(({ type, path }) => (type === 'blob' ? [path] : []));
}

/** How many commits there are from the branch down to one without a parent. */
async function commits(): Promise<number> {
  let count = 0;
  for (let sha = (await branches()).get(LEDGER_BRANCH); sha; count++) {
    const { data } = await stage.as('olgareyes').git.getCommit({ ...stage.at, commit_sha: sha });
    sha = data.parents[0]?.sha;
  }
  return count;
}

test('the first entry makes a branch that shares nothing with main; every other is one write', async () => {
  const main = (await branches()).get('main');
  await write(READY);
  await write(REJECTED);
  await write(UNKNOWN);

  expect(stage.context.writes.all()).toHaveLength(5);
  expect((await branches()).get('main')).toBe(main);
  expect(await paths()).toEqual([
    '2026/03/_/BR-0000000002.json',
    '2026/03/payments/BR-7F3K2M9QXA.json',
    '2027/01/payments/BR-0000000001.json',
    'README.md',
  ]);
  expect(await commits()).toBe(3);
});

test('an entry is written once, and never changed: another outcome stands beside it', async () => {
  await write(READY);
  await write(READY);
  expect(stage.context.writes.all()).toHaveLength(3);
  const corrected = closedEntry({ outcome: 'undone' });
  await write(corrected);
  await write(corrected);
  await write(READY);

  expect(stage.context.writes.all()).toHaveLength(4);
  expect(await createLedger(stage.github).ofRequest(READY.reference)).toEqual([READY, corrected]);
});

test.each([
  ['POST .*/git/commits', { status: 502 }],
  ['POST .*/git/refs', { status: 502 }],
  ['POST .*/git/refs', { lostReply: true }],
])('cut off at %s (%j) and tried again, there is one branch with one entry', async (match, fault) => {
  stage.context.faults.add({ match, ...fault });
  await expect(write(READY)).rejects.toMatchObject({ type: 'Unavailable' });
  await write(READY);
  expect(await paths()).toEqual(['2026/03/payments/BR-7F3K2M9QXA.json', 'README.md']);
});

test('two first requests that end at once are both in it', async () => {
  const tries = await Promise.allSettled([write(READY), write(REJECTED)]);
  // GitHub refuses whoever comes second to a branch that moved; the workflow tries again.
  for (const [n, { status }] of tries.entries()) if (status === 'rejected') await write(n === 0 ? READY : REJECTED);
  expect(await paths()).toHaveLength(3);
});

test('what the ledger holds is read by request and by project, the last one closed first', async () => {
  const ledger = createLedger(stage.github);
  expect(await ledger.ofRequest(READY.reference)).toEqual([]);
  expect(await ledger.ofProject('payments', 10)).toEqual([]);
  for (const entry of [READY, REJECTED, UNKNOWN]) await write(entry);

  expect(await ledger.ofRequest(UNKNOWN.reference)).toEqual([UNKNOWN]);
  expect(await ledger.ofRequest('BR-0000000009')).toEqual([]);
  expect(await ledger.ofProject('payments', 10)).toEqual([REJECTED, READY]);
  expect(await ledger.ofProject('payments', 1)).toEqual([REJECTED]);
  expect(await ledger.ofProject('payments', 10, placeInLedger(REJECTED))).toEqual([READY]);
  expect(await ledger.ofProject('billing', 10)).toEqual([]);
});

test('rules of main bind Berth as everybody: it writes nothing there directly', async () => {
  const { rest } = await stage.github.octokit();
  const file = { ...stage.at, path: 'x', message: 'x', content: 'eA==' };
  await expect(rest.repos.createOrUpdateFileContents(file)).rejects.toMatchObject({ status: 409 });
});
