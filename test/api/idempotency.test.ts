import { createApi } from '../../src/api/app.ts';
import { bodyOf, wholeFileApi } from '../support/api.ts';
import { SPEC, taskFor } from '../support/standing-request.ts';

const { requests, api } = wholeFileApi();

const key = (value: string) => ({ 'idempotency-key': value });
const until = new Date(Date.now() + 3_600_000).toISOString();
const frozen = { target: 'cluster-east-prod', until, reason: 'The storage is moved' };

/** As a second process over the same Temporal, or this one after it was started anew, would answer. */
async function elsewhere(person: string, path: string, body: unknown, headers: Record<string, string>) {
  const authorization = `Bearer ${await api.issuer.tokenFor(person)}`;
  return createApi(api.deps).request(path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

test('a write that is sent again with its key is done once and answered alike', async () => {
  const reference = await requests.stand({ task: taskFor('support') });
  const path = `/api/requests/${reference}/claim`;

  const first = await api.call('sam', 'POST', path, { task: 'accounts' }, key('claim-1'));
  const again = await api.call('sam', 'POST', path, { task: 'accounts' }, key('claim-1'));

  expect([first.status, again.status]).toEqual([202, 202]);
  expect(await again.json()).toEqual(await first.json());
  expect(await requests.received(reference)).toHaveLength(1);
});

test('also when both arrive at once, and when another process gets the second', async () => {
  const reference = await requests.stand();
  const path = `/api/requests/${reference}/decide`;
  const yes = { verdict: 'approve', specHash: SPEC };

  const both = await Promise.all([1, 2].map(() => api.call('lee', 'POST', path, yes, key('yes-1'))));
  const third = await elsewhere('lee', path, yes, key('yes-1'));

  const [first, second] = await Promise.all(both.map((answer) => answer.json()));
  expect(second).toEqual(first);
  expect(await third.json()).toEqual(first);
  expect(await requests.received(reference)).toHaveLength(1);
});

test('a key that named something else before is refused', async () => {
  const reference = await requests.stand({ task: taskFor('support') });
  const path = `/api/requests/${reference}/withdraw`;

  await api.call('dana', 'POST', path, { reason: 'not needed' }, key('withdraw-1'));
  const other = await api.call('dana', 'POST', path, { reason: 'another one' }, key('withdraw-1'));
  const malformed = await api.call('dana', 'POST', path, {}, key('x'.repeat(201)));

  expect([other.status, malformed.status]).toEqual([422, 422]);
  expect((await bodyOf(other)).problems).toEqual([expect.objectContaining({ where: 'Idempotency-Key' })]);
  expect(await requests.received(reference)).toHaveLength(1);
});

test('keys of other people, paths and intentions are other keys', async () => {
  const [one, two] = [await requests.stand(), await requests.stand()];
  const say = (person: string, reference: string, name: string) =>
    api.call(person, 'POST', `/api/requests/${reference}/comments`, { text: 'Why?' }, key(name));

  await say('dana', one, 'k');
  await say('lee', one, 'k');
  await say('dana', two, 'k');
  await say('dana', one, 'l');

  expect(await requests.received(one)).toHaveLength(3);
  expect(await requests.received(two)).toHaveLength(1);
});

test('what was refused is judged anew', async () => {
  const reference = await requests.stand({ task: taskFor('support') });
  const path = `/api/requests/${reference}/claim`;

  const refused = await api.call('dana', 'POST', path, { task: 'accounts' }, key('claim-2'));
  const other = await api.call('dana', 'POST', path, { task: 'triage' }, key('claim-2'));

  expect([refused.status, other.status]).toEqual([403, 403]);
});

test('a freeze and an absence that are sent again are entered once, whichever process gets them', async () => {
  const freeze = await api.call('olga', 'POST', '/api/freeze', frozen, key('freeze-1'));
  const frozenAgain = await elsewhere('olga', '/api/freeze', frozen, key('freeze-1'));
  const away = await api.call('sam', 'POST', '/api/absences', { until }, key('away-1'));
  const awayAgain = await elsewhere('sam', '/api/absences', { until }, key('away-1'));

  expect(await frozenAgain.json()).toEqual(await freeze.json());
  expect([away.status, awayAgain.status]).toEqual([201, 201]);
  expect(await awayAgain.json()).toMatchObject({ id: ((await bodyOf(away)) as unknown as { id: string }).id });
  expect((await bodyOf(api.call('sam', 'GET', '/api/absences'))).items).toHaveLength(1);
});

test('with something else in the body another process does nothing either: what was done first stands', async () => {
  const reference = await requests.stand();
  const comments = `/api/requests/${reference}/comments`;
  await api.call('dana', 'POST', comments, { text: 'First' }, key('other-1'));
  const other = await elsewhere('dana', comments, { text: 'Second' }, key('other-1'));
  const project = { project: 'billing', title: 'Billing', lead: 'lee@example.test', costCentre: 'CC-1' };
  const asked = await api.call('dana', 'POST', '/api/requests', project, key('other-2'));
  const again = await elsewhere('dana', '/api/requests', { ...project, title: 'Another' }, key('other-2'));
  await api.call('lee', 'POST', '/api/absences', { until }, key('other-3'));
  const away = await elsewhere('lee', '/api/absences', { until, delegate: 'dana' }, key('other-3'));

  expect([other.status, away.status]).toEqual([202, 201]);
  expect((await requests.received(reference)).map(({ value }) => value['text'])).toEqual(['First']);
  expect(await again.json()).toMatchObject({ reference: (await bodyOf(asked)).reference, already: true });
  expect(await away.json()).toMatchObject({ delegate: null });
});
