import { sign } from '@octokit/webhooks-methods';
import { FLEET, startTestApi, type TestApi, WEBHOOK_SECRET } from '../support/api.ts';
import { type StandingRequests, startStandingRequests } from '../support/standing-request.ts';

let requests: StandingRequests;
let api: TestApi;
let reference: string;

beforeAll(async () => {
  requests = await startStandingRequests();
  api = await startTestApi(requests.env.client);
});
beforeEach(async () => {
  reference = await requests.stand();
});
afterAll(async () => {
  await api.close();
  await requests.close();
});

const deliver = async (payload: unknown, signature?: string, delivery = 'a'.repeat(8)) => {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const headers = {
    'content-type': 'application/json',
    'x-github-delivery': delivery,
    'x-hub-signature-256': signature ?? (await sign(WEBHOOK_SECRET, body)),
  };
  return api.app.request('/webhooks/github', { method: 'POST', body, headers });
};
const repository = { full_name: FLEET };

test.each([
  ['pull_request_review', (branch: string) => ({ pull_request: { head: { ref: branch } } })],
  ['workflow_run', (branch: string) => ({ workflow_run: { head_branch: branch } })],
  ['check_suite', (branch: string) => ({ check_suite: { head_branch: branch } })],
  ['check_run', (branch: string) => ({ check_run: { check_suite: { head_branch: branch } } })],
  ['push', (branch: string) => ({ ref: `refs/heads/${branch}` })],
  ['delete', (branch: string) => ({ ref: branch })],
])('%s tells the request of the branch to look at GitHub', async (_, event) => {
  const answer = await deliver({ repository, ...event(`berth/${reference}`) });

  expect(answer.status).toBe(202);
  expect(await answer.json()).toEqual({ hinted: true });
  expect(await requests.received(reference)).toEqual([{ name: 'hint', value: { system: 'github' } }]);
});

test('the same delivery twice does no harm', async () => {
  const payload = { repository, ref: `berth/${reference}` };

  expect((await deliver(payload)).status).toBe(202);
  expect((await deliver(payload)).status).toBe(202);
});

test.each([
  ['of another secret', () => sign('another secret', JSON.stringify({ repository, ref: 'x' }))],
  ['of another body', () => sign(WEBHOOK_SECRET, '{}')],
  ['that is no signature', async () => 'sha256=00'],
  ['that is empty', async () => ''],
])('a signature %s is refused', async (_, signature) => {
  const answer = await deliver({ repository, ref: `berth/${reference}` }, await signature());

  expect(answer.status).toBe(401);
  expect(await requests.received(reference)).toEqual([]);
});

test('a delivery without a signature is refused', async () => {
  const body = JSON.stringify({ repository, ref: `berth/${reference}` });

  expect((await api.app.request('/webhooks/github', { method: 'POST', body })).status).toBe(401);
});

test.each([
  ['another repository', () => ({ repository: { full_name: 'mallory/fleet' }, ref: `berth/${reference}` })],
  ['another branch', () => ({ repository, ref: 'refs/heads/main' })],
  ['a request that does not exist', () => ({ repository, ref: 'berth/BR-0000000000' })],
  ['an event without a branch', () => ({ repository, zen: 'Keep it logically awesome.' })],
])('%s is taken note of and nothing else', async (_, payload) => {
  const answer = await deliver(payload());

  expect(answer.status).toBe(202);
  expect(await answer.json()).toEqual({ hinted: false });
  expect(await requests.received(reference)).toEqual([]);
});
