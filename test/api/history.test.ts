import type { LedgerEntry } from '../../src/domain/ledger.ts';
import { bodyOf, wholeFileApi } from '../support/api.ts';
import { closedEntry, memoryLedger } from '../support/ledger.ts';

const READY = closedEntry();
/** Nobody knows who asked. */
const TRIAGED = closedEntry({
  reference: 'BR-0000000002',
  project: null,
  costCentre: null,
  requester: null,
  lead: null,
  decisions: [],
});
const HARBOUR = closedEntry({ reference: 'BR-0000000003', project: 'harbour', requester: 'cora', startedBy: 'sam' });

const ELSEWHERE = closedEntry({ reference: 'BR-0000000004', costCentre: 'CC-2000' });

const { requests, api } = wholeFileApi({ ledger: memoryLedger([READY, TRIAGED, HARBOUR, ELSEWHERE]) });
const read = async (person: string, path: string) => {
  const answer = await api.call(person, 'GET', path);
  return { status: answer.status, body: (await answer.json()) as { ledger?: LedgerEntry[]; phase?: string } };
};

test('a request that Temporal has forgotten is answered from the ledger, under that name', async () => {
  expect(await read('dana', `/api/requests/${READY.reference}`)).toEqual({ status: 200, body: { ledger: [READY] } });
});

test('one that Temporal knows is answered from there, although the ledger has it too', async () => {
  const reference = await requests.stand({ phase: 'rejected' }, { end: true });
  expect((await read('dana', `/api/requests/${reference}`)).body).toMatchObject({ phase: 'rejected' });
});

test.each([
  ['dana', READY.reference, 200],
  ['lee', READY.reference, 200],
  ['cora', READY.reference, 200],
  ['cora', ELSEWHERE.reference, 404],
  ['cora', HARBOUR.reference, 200],
  ['dana', HARBOUR.reference, 404],
  ['dana', TRIAGED.reference, 404],
  ['ada', TRIAGED.reference, 200],
  ['sam', TRIAGED.reference, 200],
  ['sam', 'BR-0000000009', 404],
  ['sam', '..%2F..%2FREADME', 404],
])('%s reads %s: %i', async (person, reference, status) => {
  for (const path of ['requests', 'history']) {
    expect(await read(person, `/api/${path}/${reference}`)).toMatchObject({ status });
  }
});

test('the list of a project shows each only what concerns them', async () => {
  const seen = async (person: string, query: string) =>
    (await bodyOf(api.call(person, 'GET', `/api/history?${query}`))).items?.map(({ reference }) => reference);
  expect(await seen('dana', 'project=payments')).toEqual([READY.reference, ELSEWHERE.reference]);
  expect(await seen('cora', 'project=payments')).toEqual([READY.reference]);
  expect(await seen('sam', 'project=harbour&limit=1')).toEqual([HARBOUR.reference]);
  expect((await api.call('sam', 'GET', '/api/history')).status).toBe(422);
});

test('acts on a request that only the ledger knows find nothing to act on', async () => {
  const answer = await api.call('dana', 'POST', `/api/requests/${READY.reference}/withdraw`, { reason: 'Late' });
  expect(answer.status).toBe(404);
});

test('the closed requests of a project are told page by page', async () => {
  const page = async (query: string) =>
    bodyOf(api.call('olga', 'GET', `/api/history?project=payments&limit=1${query}`));

  const first = await page('');
  const second = await page(`&cursor=${first.cursor}`);
  const third = await page(`&cursor=${second.cursor}`);

  expect([first, second, third].map(({ items }) => items.map(({ reference }) => reference))).toEqual([
    [READY.reference],
    [ELSEWHERE.reference],
    [],
  ]);
  expect(third.cursor).toBeUndefined();
});
