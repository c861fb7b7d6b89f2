import { sign } from '@octokit/webhooks-methods';
import { FLEET, WEBHOOK_SECRET, wholeFileApi } from '../support/api.ts';

const { requests, api } = wholeFileApi();
let reference: string;

beforeEach(async () => {
  reference = await requests.stand();
});

const deliver = async (event: string, payload: unknown, signature?: string, delivery = 'a'.repeat(8)) => {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': delivery,
    'x-hub-signature-256': signature ?? (await sign(WEBHOOK_SECRET, body)),
  };
  return api.app.request('/webhooks/github', { method: 'POST', body, headers });
};
const repository = { full_name: FLEET };
const pull =
  (action: string, more = {}) =>
  (branch: string) => ({ action, pull_request: { head: { ref: branch } }, ...more });
const run = (action: string) => (branch: string) => ({ action, workflow_run: { head_branch: branch } });

test.each([
  ['pull_request', 'closed', pull('closed')],
  ['pull_request', 'closed by a person', pull('closed', { sender: { type: 'User' } })],
  ['pull_request', 'reopened', pull('reopened')],
  ['pull_request', 'synchronize', pull('synchronize')],
  ['pull_request', 'edited to another base', pull('edited', { changes: { base: { ref: { from: 'main' } } } })],
  ['pull_request_review', 'submitted', pull('submitted')],
  ['pull_request_review', 'dismissed', pull('dismissed')],
  ['pull_request_review', 'edited', pull('edited')],
  ['workflow_run', 'completed', run('completed')],
  ['push', 'that deletes', (branch: string) => ({ ref: `refs/heads/${branch}`, deleted: true })],
  ['delete', 'of a branch', (branch: string) => ({ ref: branch, ref_type: 'branch' })],
])('%s %s tells the request of the branch to look at GitHub', async (event, _, payload) => {
  const answer = await deliver(event, { repository, ...payload(`berth/${reference}`) });

  expect(answer.status).toBe(202);
  expect(await answer.json()).toEqual({ hinted: true });
  expect(await requests.received(reference)).toEqual([{ name: 'hint', value: { system: 'github' } }]);
});

test.each([
  ['pull_request', 'opened', pull('opened')],
  ['pull_request', 'closed by Berth itself', pull('closed', { sender: { type: 'Bot' } })],
  ['pull_request', 'labeled', pull('labeled')],
  ['pull_request', 'edited in its words', pull('edited', { changes: { title: { from: 'x' } } })],
  ['pull_request_review_comment', 'created', pull('created')],
  ['workflow_run', 'requested', run('requested')],
  ['check_run', 'completed', (branch: string) => ({ action: 'completed', check_run: { head_branch: branch } })],
  ['push', 'of commits', (branch: string) => ({ ref: `refs/heads/${branch}`, deleted: false })],
  ['create', 'of a branch', (branch: string) => ({ ref: branch, ref_type: 'branch' })],
  ['delete', 'of a tag', (branch: string) => ({ ref: branch, ref_type: 'tag' })],
])('%s %s changes nothing for a request, and costs it no history', async (event, _, payload) => {
  const answer = await deliver(event, { repository, ...payload(`berth/${reference}`) });

  expect(answer.status).toBe(202);
  expect(await requests.received(reference)).toEqual([]);
});

test('the same delivery twice does no harm', async () => {
  const payload = { repository, ...pull('closed')(`berth/${reference}`) };

  expect((await deliver('pull_request', payload)).status).toBe(202);
  expect((await deliver('pull_request', payload)).status).toBe(202);
});

test.each([
  ['of another secret', () => sign('another secret', JSON.stringify({ repository, ref: 'x' }))],
  ['of another body', () => sign(WEBHOOK_SECRET, '{}')],
  ['that is no signature', async () => 'sha256=00'],
  ['that is empty', async () => ''],
])('a signature %s is refused', async (_, signature) => {
  const answer = await deliver(
    'delete',
    { repository, ref_type: 'branch', ref: `berth/${reference}` },
    await signature(),
  );

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
  const answer = await deliver('delete', { ref_type: 'branch', ...payload() });

  expect(answer.status).toBe(202);
  expect(await answer.json()).toEqual({ hinted: false });
  expect(await requests.received(reference)).toEqual([]);
});
