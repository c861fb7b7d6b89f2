import type { ClusterNow } from '../../src/domain/cluster-standing.ts';
import type { Flow } from '../../src/domain/flow.ts';
import { lastMonths } from '../../src/domain/flow.ts';
import { wholeFileApi } from '../support/api.ts';
import { closedEntry, memoryLedger } from '../support/ledger.ts';
import { fleet } from '../support/worked-example.ts';

const [thisMonth = '', lastMonth = ''] = lastMonths(new Date(), 2);
const closedIn = (month: string, outcome: 'ready' | 'rejected' = 'ready') =>
  closedEntry({ outcome, openedAt: `${month}-01T08:00:00Z`, closedAt: `${month}-01T10:00:00Z` });
const finding = { system: 'github', what: 'reach', ok: false, detail: 'GitHub does not answer' };
const { api } = wholeFileApi({
  ledger: memoryLedger([closedIn(thisMonth), closedIn(thisMonth, 'rejected'), closedIn(lastMonth)]),
  readFromFleet: async (read) => read(fleet()),
  systems: async () => ({ at: '2026-11-22T09:00:00.000Z', findings: [finding] }),
});

async function read<T>(path: string): Promise<T> {
  const answer = await api.call('olga', 'GET', path);
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

test('how requests flow is told of as many months as somebody wants to see', async () => {
  const both = await read<Flow>('/api/operations/flow?months=2');
  expect(both.months).toEqual([
    { month: thisMonth, closed: 2 },
    { month: lastMonth, closed: 1 },
  ]);
  expect(both).toMatchObject({ read: 3, of: 3, leadTime: { count: 2, medianMs: 7_200_000 } });
  expect(await read<Flow>('/api/operations/flow?months=1')).toMatchObject({ of: 2 });
  expect((await api.call('olga', 'GET', '/api/operations/flow?months=13')).status).toBe(422);
});

test('clusters are shown with their capacity; where nobody has asked for room none is reserved', async () => {
  const { items } = await read<{ items: ClusterNow[] }>('/api/operations/clusters');
  expect(items.length).toBeGreaterThan(0);
  expect(items.every(({ reserved, waiting }) => reserved?.milliCpu === 0 && waiting === 0)).toBe(true);
});

test('what is wrong with a system is told in the words of the doctor', async () => {
  expect(await read('/api/operations/systems')).toEqual({ at: '2026-11-22T09:00:00.000Z', findings: [finding] });
});
