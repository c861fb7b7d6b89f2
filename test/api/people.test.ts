import { createApi } from '../../src/api/app.ts';
import { CALL_LIMITS } from '../../src/api/limits.ts';
import { bodyOf, wholeFileApi } from '../support/api.ts';

/* Which people are found is the directory's matter: test/contract/directory.searches-people.test.ts. */

const { api } = wholeFileApi();
const searched = (person: string, words: string) =>
  api.call(person, 'GET', `/api/people?search=${encodeURIComponent(words)}`);

test('support finds people, and is told what an account plan needs and no more', async () => {
  const answer = await searched('sam', ' dana ');

  expect(await answer.json()).toEqual({ items: [{ account: 'dana', name: 'Dana Field', mail: 'dana@example.test' }] });
});

test.each(['', 'da', '  da  ', 'x'.repeat(65)])('%j is too little or too much to look for', async (words) => {
  const answer = await searched('sam', words);

  expect(answer.status).toBe(422);
  expect((await bodyOf(answer)).problems).toEqual([expect.objectContaining({ where: 'search' })]);
});

test('nobody reads the directory out by it', async () => {
  const app = createApi(api.deps, { ...CALL_LIMITS, ofScarce: 2 });
  const authorization = `Bearer ${await api.issuer.tokenFor('sam')}`;
  const call = async (path: string) => (await app.request(path, { headers: { authorization } })).status;

  const seen: number[] = [];
  for (const words of ['dan', 'lee', 'cor']) seen.push(await call(`/api/people?search=${words}`));

  expect(seen).toEqual([200, 200, 429]);
  expect(await call('/api/me')).toBe(200);
});
