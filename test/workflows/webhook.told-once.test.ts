import type { RequestStatus } from '../../src/domain/status.ts';
import type { Webhook, WebhookDelivery } from '../../src/domain/webhook/webhook.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { type MortalWorker, mortalWorker } from '../support/crowd.ts';
import { eventually } from '../support/eventually.ts';
import { wholeFile } from '../support/fixture.ts';
import { type StandingRequests, startStandingRequests, statusOf } from '../support/standing-request.ts';
import { type Happening, happenSignal } from '../support/stub-workflows.ts';
import { startReceiver, verified, type WebhookReceiver } from '../support/webhook-receiver.ts';

const WITHIN_MS = 60_000;

/** Requests, an API, somebody's receiver, and a worker that can be killed. */
async function startStory() {
  const [requests, receiver] = await Promise.all([startStandingRequests(), startReceiver()]);
  const { client } = requests.env;
  const api = await startTestApi(client);
  Object.assign(api.deps.config, { webhooks: { allow: [receiver.origin] } });
  const worker = mortalWorker(new URL('../support/webhook-worker.ts', import.meta.url), [
    requests.env.address,
    receiver.origin,
  ]);
  const close = async () => {
    await worker.kill();
    await api.close();
    await Promise.all([requests.close(), receiver.close()]);
  };
  return { requests, receiver, api, worker, close };
}

const world: {
  readonly requests: StandingRequests;
  readonly receiver: WebhookReceiver;
  readonly api: TestApi;
  readonly worker: MortalWorker;
} = wholeFile(startStory);

async function asked<T>(person: string, path: string, body: unknown = {}): Promise<T> {
  const answer = await world.api.call(person, 'POST', path, body);
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

const add = (person: string, body: unknown) =>
  asked<Webhook & { secret: string }>(person, '/api/webhooks', { url: world.receiver.url, ...(body as object) });

async function deliveries(id: string): Promise<readonly WebhookDelivery[]> {
  const answer = await world.api.call('olga', 'GET', `/api/webhooks/${id}/deliveries`);
  return ((await answer.json()) as { items: readonly WebhookDelivery[] }).items;
}

const happen = (reference: string, happening: Happening) =>
  world.requests.env.client.workflow.getHandle(`request:${reference}`).signal(happenSignal, happening);

/** What came of this request, each id once, in the order in which it came first. */
const typesOf = (reference: string): string[] => {
  const bodies = new Map(world.receiver.posts.map(({ id, body }) => [id, body]));
  const read = [...bodies.values()].map((body) => JSON.parse(body) as { type: string; data: { reference: string } });
  return read.filter(({ data }) => data.reference === reference).map(({ type }) => type);
};

const idsOf = (reference: string) => world.receiver.posts.map(({ id }) => id).filter((id) => id.startsWith(reference));

const NOT_YET: Partial<RequestStatus> = { request: null, stages: [], phase: 'running', step: 'REQUEST_INITIATION' };
const DONE = statusOf('').steps.map((step) => ({ ...step, status: 'done' as const }));

test(
  'a receiver is told everything once by id, though it fails, and though the worker dies on the way',
  async () => {
    const { requests, receiver, worker } = world;
    const { id, secret } = await add('lee', { projects: ['payments'] });
    const reference = await requests.stand(NOT_YET);
    const other = await requests.stand({ request: { ...statusOf('').request, project: 'harbour' } as never });

    // The first post is refused, and so tried again.
    let refused = 0;
    receiver.answerBy((_, response) => void response.writeHead(refused++ === 0 ? 503 : 204).end());
    const { request, stages } = statusOf(reference);
    await happen(reference, { status: { request, stages, phase: 'waiting', step: 'APPROVAL_WORKFLOW' } });
    await eventually(async () => typesOf(reference).length === 2, WITHIN_MS);
    await eventually(async () => (await deliveries(id)).every(({ state }) => state === 'delivered'), WITHIN_MS);

    // The worker dies while the receiver has a post and has not answered; what happens meanwhile is told later.
    const held: (() => void)[] = [];
    receiver.answerBy((_, response) => void held.push(() => response.writeHead(204).end()));
    await happen(reference, { status: { phase: 'running', step: 'INFRA_AUTOMATION', steps: DONE } });
    await eventually(async () => held.length === 1, WITHIN_MS);
    await worker.kill();
    receiver.answerBy((_, response) => void response.writeHead(204).end());
    await happen(reference, { status: { phase: 'needs-person' } });
    await happen(reference, { status: { phase: 'ready' }, end: true });
    await worker.restart();
    await eventually(async () => typesOf(reference).length === 5, WITHIN_MS);
    await eventually(async () => (await deliveries(id)).every(({ state }) => state === 'delivered'), WITHIN_MS);

    expect(typesOf(reference)).toEqual([
      'request.requested',
      'request.approval_needed',
      'request.decided',
      'request.needs_person',
      'request.ready',
    ]);
    // What was refused, and what was on its way, came twice and by the same id.
    expect(idsOf(reference)).toHaveLength(7);
    for (const post of receiver.posts) expect(verified(secret, post)).toMatchObject({ version: 1 });
    // Lee leads another project, and is told nothing of this one.
    expect(typesOf(other)).toEqual([]);
    const [last] = await deliveries(id);
    expect(last).toMatchObject({ problem: null, event: { type: 'request.ready' } });
    expect(JSON.stringify(receiver.posts)).not.toContain('dana');
  },
  WITHIN_MS * 3,
);

test('what was delivered is replayed by the same id, and is signed by both secrets while they change', async () => {
  const { receiver } = world;
  receiver.answerBy((_, response) => void response.writeHead(204).end());
  const { id, secret } = await add('olga', { url: `${receiver.origin}/all` });
  const reference = await world.requests.stand();
  const posts = () => receiver.posts.filter(({ path, id: event }) => path === '/all' && event.startsWith(reference));
  await eventually(async () => posts().length === 2, WITHIN_MS);
  const first = posts()[0]?.id ?? '';

  const rotated = await asked<{ secret: string }>('olga', `/api/webhooks/${id}/rotate`);
  expect(await asked('olga', `/api/webhooks/${id}/replay`, { events: [first] })).toEqual({ count: 1 });

  const post = await eventually(async () => posts()[2], WITHIN_MS);
  expect(post.id).toBe(first);
  expect(rotated.secret).not.toBe(secret);
  for (const good of [secret, rotated.secret]) expect(verified(good, post)).toBeDefined();
  expect(() => verified(`whsec_${Buffer.alloc(32).toString('base64')}`, post)).toThrow('No matching signature');
}, 120_000);

test('nothing that Temporal keeps of a webhook has its secret', async () => {
  const { client } = world.requests.env;
  const { id, secret } = await add('lee', { projects: ['payments'] });
  const { generation } = await asked<Webhook>('lee', `/api/webhooks/${id}/rotate`);
  const { events } = await client.workflow.getHandle(`webhook:${id}`).fetchHistory();
  const kept = JSON.stringify(events);
  expect(generation).toBe(2);
  expect(events?.length).toBeGreaterThan(3);
  expect(kept).not.toContain('whsec_');
  expect(kept).not.toContain(secret.slice('whsec_'.length));
});
