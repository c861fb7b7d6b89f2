import { wholeFileApi } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';

const { api } = wholeFileApi();

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const WINDOW = { target: 'cluster-east-prod', until: inHours(4), reason: 'The storage is moved' };

const call = async (person: string, method: string, path: string, body?: unknown) => {
  const answer = await api.call(person, method, path, body);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const list = async (person: string) => (await call(person, 'GET', '/api/freeze')).body['items'];

test('operators freeze and unfreeze; everybody sees what is frozen, by whom, why and until when', async () => {
  expect(await list('dana')).toEqual([]);
  const set = await call('olga', 'POST', '/api/freeze', WINDOW);
  expect(set).toMatchObject({ status: 201, body: { ...WINDOW, by: 'olga' } });

  expect(await list('dana')).toEqual([{ ...WINDOW, by: 'olga', since: expect.any(String) }]);
  await call('olga', 'POST', '/api/freeze', { ...WINDOW, reason: 'It takes longer' });
  await call('olga', 'POST', '/api/freeze', { ...WINDOW, target: 'all' });
  expect(await list('lee')).toMatchObject([{ reason: 'It takes longer' }, { target: 'all' }]);

  for (const target of ['cluster-east-prod', 'all']) {
    expect((await call('olga', 'POST', '/api/unfreeze', { target })).status).toBe(200);
  }
  await eventually(async () => JSON.stringify(await list('dana')) === '[]');
});

test.each(['dana', 'lee', 'sam'])('%s, who is no operator, neither freezes nor unfreezes', async (person) => {
  expect((await call(person, 'POST', '/api/freeze', WINDOW)).status).toBe(403);
  expect((await call(person, 'POST', '/api/unfreeze', { target: 'all' })).status).toBe(403);
});

test.each([
  ['a cluster that nobody knows', { target: 'cluster-moon-prod' }, 'target'],
  ['a name that is none', { target: 'east' }, 'target'],
  ['a time that is past', { until: inHours(-1) }, 'until'],
  ['more than ninety days', { until: inHours(24 * 91) }, 'until'],
  ['a time without its zone', { until: '2099-01-01T00:00:00' }, 'until'],
  ['no reason', { reason: ' ' }, 'reason'],
])('%s is refused, with the field that is wrong', async (_, change, where) => {
  const refused = await call('olga', 'POST', '/api/freeze', { ...WINDOW, ...change });
  expect(refused.status).toBe(422);
  expect(refused.body['problems']).toMatchObject([{ where }]);
});

test('what is not frozen cannot be unfrozen', async () => {
  expect((await call('olga', 'POST', '/api/unfreeze', { target: 'cluster-east-prod' })).status).toBe(404);
});
