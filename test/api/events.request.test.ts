import type { Client } from '@temporalio/client';
import { createEvents, type Rhythm } from '../../src/api/events/events.ts';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { type Heard, type Listener, listen } from '../support/events.ts';
import { eventually } from '../support/eventually.ts';
import { type StandingRequests, startStandingRequests, statusOf } from '../support/standing-request.ts';
import { type Happening, happenSignal } from '../support/stub-workflows.ts';

let requests: StandingRequests;
let client: Client;
let api: TestApi;
beforeAll(async () => {
  requests = await startStandingRequests();
  client = requests.env.client;
});
afterAll(() => requests.close());
beforeEach(async () => {
  api = await startTestApi(client);
});
afterEach(() => api.close());

const open = async (person: string, reference: string, headers: Record<string, string> = {}): Promise<Listener> =>
  listen(await api.call(person, 'GET', `/api/requests/${reference}/events`, undefined, headers));
const happen = (reference: string, happening: Happening) =>
  client.workflow.getHandle(requestWorkflowId(reference)).signal(happenSignal, happening);
const isStatus = (step: string) => (heard: Heard) =>
  heard.event === 'status' && (heard.data as RequestStatus).step === step;
const isLine = (text: string) => (heard: Heard) =>
  heard.event === 'timeline' && (heard.data as { text: string }[]).some((line) => line.text === text);
const linesOf = (listener: Listener) =>
  listener.heard
    .filter(({ event }) => event === 'timeline')
    .flatMap(({ data }) => (data as { text: string }[]).map(({ text }) => text));

async function withRhythm(rhythm: Partial<Rhythm>): Promise<void> {
  await api.close();
  api = await startTestApi(client, { events: createEvents(client, rhythm) });
}

test('whoever opens a request hears how it stands, its story so far, and then each change as it comes', async () => {
  const reference = await requests.stand();
  const dana = await open('dana', reference);

  await dana.until(isStatus('APPROVAL_WORKFLOW'));
  expect((await dana.until(isLine('It began'))).id).toBe('1');
  await happen(reference, { status: { step: 'INFRA_AUTOMATION' }, line: 'Lee approved' });

  await dana.until(isStatus('INFRA_AUTOMATION'));
  expect(await dana.until(isLine('Lee approved'))).toMatchObject({ id: '2', data: [{ text: 'Lee approved' }] });
});

test('fifty readers hear of a step by one follower, which ends with the last of them', async () => {
  const reference = await requests.stand();
  const polls = countPolls();
  const people = ['dana', 'lee', 'olga'];
  const readers = await Promise.all(Array.from({ length: 50 }, (_, i) => open(people[i % 3] ?? '', reference)));
  await Promise.all(readers.map((reader) => reader.until(isLine('It began'))));

  await happen(reference, { status: { step: 'INFRA_AUTOMATION' } });
  await Promise.all(readers.map((reader) => reader.until(isStatus('INFRA_AUTOMATION'))));

  expect(polls.mostAtOnce()).toBe(1);
  expect(api.deps.events.requests.size()).toBe(1);
  await Promise.all(readers.map((reader) => reader.close()));
  expect(api.deps.events.requests.size()).toBe(0);
  await eventually(() => polls.now() === 0);
  polls.restore();
});

test('a browser that comes back hears each line of the story once', async () => {
  const reference = await requests.stand();
  const before = await open('dana', reference);
  await before.until(isLine('It began'));
  await happen(reference, { line: 'Heard' });
  const { id = '' } = await before.until(isLine('Heard'));
  await before.close();
  await happen(reference, { line: 'Missed' });

  const after = await open('dana', reference, { 'last-event-id': id });
  await after.until(isLine('Missed'));

  expect(linesOf(after)).toEqual(['Missed']);
});

test.each(['no number', '-1', '999999'])(
  'a last event id that was never ours (%s) brings the whole story',
  async (id) => {
    const reference = await requests.stand();

    const dana = await open('dana', reference, { 'last-event-id': id });

    expect((await dana.until(isLine('It began'))).id).toBe('1');
  },
);

test('a request that ends tells its last and ends its streams; one that has ended does so at once', async () => {
  const reference = await requests.stand();
  const dana = await open('dana', reference);
  await dana.until(isLine('It began'));

  await happen(reference, { status: { phase: 'ready', step: 'NOTIFICATION' }, line: 'Ready', end: true });

  await dana.ended;
  expect(dana.heard.at(-1)?.event).toBe('end');
  expect(dana.heard.some(isStatus('NOTIFICATION'))).toBe(true);
  expect(linesOf(dana)).toEqual(['It began', 'Ready']);
  const late = await open('dana', reference);
  await late.ended;
  expect(late.heard.map(({ event }) => event)).toEqual(['status', 'timeline', 'end']);
});

test('whoever may not see a request is told that there is none', async () => {
  const { request } = statusOf('');
  const reference = await requests.stand({ request: request && { ...request, costCentre: 'CC-7' } });

  const answer = await api.call('cora', 'GET', `/api/requests/${reference}/events`);

  expect(answer.status).toBe(404);
  expect(api.deps.events.requests.size()).toBe(0);
});

test('a stream ends, and tells nothing more, once its reader may not see the request any longer', async () => {
  const reference = await requests.stand();
  const status = (await (await api.call('olga', 'GET', `/api/requests/${reference}`)).json()) as RequestStatus;
  const lee = await open('lee', reference);
  await lee.until(isLine('It began'));

  const request = { ...status.request, leadId: 'cora', lead: 'cora@example.test', project: 'other' };
  await happen(reference, { status: { request, stages: [], step: 'INFRA_AUTOMATION' } as Partial<RequestStatus> });

  await lee.ended;
  expect(lee.heard.some(isStatus('INFRA_AUTOMATION'))).toBe(false);
});

test('a stream ends once its reader has left the directory', async () => {
  let hasLeft = false;
  const { findPerson } = api.deps;
  await api.close();
  api = await startTestApi(client, {
    events: createEvents(client, { judgeEveryMs: 20 }),
    findPerson: async (by) => (hasLeft ? null : findPerson(by)),
  });
  const dana = await open('dana', await requests.stand());
  await dana.until(isLine('It began'));

  hasLeft = true;

  await dana.ended;
  expect(api.deps.events.requests.size()).toBe(0);
});

test('a directory that is away ends no stream', async () => {
  let asked = 0;
  let isAway = false;
  const { findPerson } = api.deps;
  await api.close();
  api = await startTestApi(client, {
    events: createEvents(client, { judgeEveryMs: 20 }),
    findPerson: async (by) => {
      if (!isAway) return findPerson(by);
      asked += 1;
      throw new Error('the directory is away');
    },
  });
  const reference = await requests.stand();
  const dana = await open('dana', reference);
  await dana.until(isLine('It began'));

  isAway = true;
  await eventually(() => asked > 1);
  await happen(reference, { line: 'Still told' });

  expect((await dana.until(isLine('Still told'))).id).toBe('2');
});

test('nobody follows more than a browser has use for', async () => {
  const reference = await requests.stand();
  const streams = await Promise.all(Array.from({ length: 40 }, () => open('dana', reference)));

  const refused = await api.call('dana', 'GET', `/api/requests/${reference}/events`);
  expect(refused.status).toBe(429);

  await streams[0]?.close();
  const next = await open('dana', reference);
  await next.until(isLine('It began'));
});

test('a reader who does not read is let go, and costs nothing then', async () => {
  await withRhythm({ everyMs: 10, patienceMs: 50 });
  const reference = await requests.stand({ requester: 'x'.repeat(300_000) });

  const unread = await api.call('dana', 'GET', `/api/requests/${reference}/events`);

  expect(unread.status).toBe(200);
  await eventually(() => api.deps.events.requests.size() === 1);
  await eventually(() => api.deps.events.requests.size() === 0);
});

test('a reader hears now and then that the stream lives', async () => {
  await withRhythm({ everyMs: 10 });
  const answer = await api.call('dana', 'GET', `/api/requests/${await requests.stand()}/events`);
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();

  let text = '';
  while (!text.includes(': still here')) text += decoder.decode((await reader.read()).value);

  expect(text).toMatch(/^retry: \d{4}\n\n/);
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(answer.headers.get('x-accel-buffering')).toBe('no');
  await reader.cancel();
});

/** Counts the polls of histories that are open at the same time. */
function countPolls() {
  const { workflowService } = client;
  const original = workflowService.getWorkflowExecutionHistory;
  const poll = original.bind(workflowService);
  let now = 0;
  let most = 0;
  const counted = async (...args: Parameters<typeof poll>) => {
    now += 1;
    most = Math.max(most, now);
    try {
      return await poll(...args);
    } finally {
      now -= 1;
    }
  };
  const install = (value: unknown) =>
    Object.defineProperty(workflowService, 'getWorkflowExecutionHistory', {
      value,
      configurable: true,
      writable: true,
    });
  install(counted);
  return {
    now: () => now,
    mostAtOnce: () => most,
    restore: () => void install(original),
  };
}
