/* Every event that GitHub is known to send, as recorded by others: most are none of Berth's business. */
import { createRequire } from 'node:module';
import { sign } from '@octokit/webhooks-methods';
import { FLEET, WEBHOOK_SECRET, wholeFileApi } from '../support/api.ts';

const { requests, api } = wholeFileApi();

interface Recorded {
  readonly name: string;
  readonly examples: readonly object[];
}

// Its types say that it is a module; it is a JSON file.
const recorded = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Recorded[];
const deliveries = recorded.flatMap(({ name, examples: payloads }) =>
  payloads.map((payload) => ({ event: name, payload: JSON.stringify(payload) })),
);

async function deliver(event: string, body: string): Promise<{ status: number; hinted: unknown }> {
  const signature = await sign(WEBHOOK_SECRET, body);
  const headers = { 'x-github-event': event, 'x-hub-signature-256': signature };
  const answer = await api.app.request('/webhooks/github', { method: 'POST', body, headers });
  return { status: answer.status, hinted: ((await answer.json()) as { hinted?: unknown }).hinted };
}

/** The same of another repository, all branches and tags in it named like our request's. */
function moved(payload: string, repository: string, reference: string): string {
  return JSON.stringify(
    JSON.parse(payload, (key, value: unknown) => {
      if (key === 'full_name') return repository;
      if (!['ref', 'head_branch'].includes(key) || typeof value !== 'string') return value;
      return `${/^refs\/\w+\//.exec(value)?.[0] ?? ''}berth/${reference}`;
    }),
  );
}

/** The same, as if it came from a fork of the fleet. */
function fromFork(payload: string, reference: string): string {
  const event = JSON.parse(moved(payload, 'mallory/fleet', reference)) as { repository?: { full_name: string } };
  if (event.repository) event.repository.full_name = FLEET;
  return JSON.stringify(event);
}

const actionOf = (payload: string) => (JSON.parse(payload) as { action?: string }).action;

/** What told the request to look, each once. */
async function hinting(change: (payload: string) => string): Promise<string[]> {
  const told = new Set<string>();
  for (const { event, payload } of deliveries) {
    const { status, hinted } = await deliver(event, change(payload));
    if (status !== 202) throw new Error(`${event} was answered with ${status}`);
    if (hinted) told.add(`${event}.${actionOf(payload)}`);
  }
  return [...told].toSorted();
}

test('every event of other repositories is taken note of and nothing else', async () => {
  expect(deliveries.length).toBeGreaterThan(300);
  expect(await hinting((payload) => payload)).toEqual([]);
});

test('of all events about the branch of a request, those tell it to look after which it may stand differently', async () => {
  const reference = await requests.stand();

  expect(await hinting((payload) => moved(payload, FLEET, reference))).toEqual([
    'pull_request.closed',
    'pull_request.reopened',
    'pull_request.synchronize',
    'pull_request_review.dismissed',
    'pull_request_review.submitted',
    'workflow_run.completed',
  ]);
  expect(await requests.received(reference)).toContainEqual({ name: 'hint', value: { system: 'github' } });
});

test('a branch of the same name in a fork tells nothing', async () => {
  const reference = await requests.stand();

  expect(await hinting((payload) => fromFork(payload, reference))).toEqual([]);
  expect(await requests.received(reference)).toEqual([]);
});
