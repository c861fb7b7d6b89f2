import type { Client } from '@temporalio/client';
import { createEvents } from '../../src/api/events/events.ts';
import { changesBetween } from '../../src/api/events/work-watch.ts';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import type { RequestStatus, WaitingOn } from '../../src/domain/status.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { type Heard, type Listener, listen } from '../support/events.ts';
import { type StandingRequests, startStandingRequests, statusOf } from '../support/standing-request.ts';
import { happenSignal } from '../support/stub-workflows.ts';

let requests: StandingRequests;
let client: Client;
let api: TestApi;
beforeAll(async () => {
  requests = await startStandingRequests();
  client = requests.env.client;
});
afterAll(() => requests.close());
beforeEach(async () => {
  api = await startTestApi(client, { events: createEvents(client, { lookEveryMs: 20 }) });
});
afterEach(() => api.close());

/** Opens the work of somebody, and waits until it is watched. */
async function open(person: string): Promise<Listener> {
  const listener = listen(await api.call(person, 'GET', '/api/work/events'));
  await listener.until(({ event }) => event === 'work');
  return listener;
}
const tells = (reference: string) => (heard: Heard) =>
  heard.event === 'work' && (heard.data as { changed: string[] }).changed.includes(reference);
const become = (reference: string, status: Partial<RequestStatus>) =>
  client.workflow.getHandle(requestWorkflowId(reference)).signal(happenSignal, { status });
const waitingFor = (...who: string[]): WaitingOn => ({ ...(statusOf('').waitingOn as WaitingOn), who });

test('whoever something waits for hears of it when it comes, when it changes and when it goes; others do not', async () => {
  const [sam, lee, cora] = await Promise.all(['sam', 'lee', 'cora'].map(open));
  const reference = await requests.stand({ waitingOn: waitingFor('queue:support') });
  await sam?.until(tells(reference));
  const before = sam?.heard.length ?? 0;

  await become(reference, { waitingOn: waitingFor('lee'), step: 'APPROVAL_WORKFLOW' });

  await lee?.until(tells(reference));
  await sam?.until((heard) => sam.heard.indexOf(heard) >= before && tells(reference)(heard));
  expect(cora?.heard.some(tells(reference))).toBe(false);
});

test('whoever asked hears of each step, and that it has ended', async () => {
  const reference = await requests.stand();
  const dana = await open('dana');
  expect(dana.heard.some(tells(reference))).toBe(true);
  const before = dana.heard.length;

  await become(reference, { step: 'INFRA_AUTOMATION', waitingOn: null });
  await dana.until((heard) => dana.heard.indexOf(heard) >= before && tells(reference)(heard));
  const later = dana.heard.length;
  await client.workflow.getHandle(requestWorkflowId(reference)).signal(happenSignal, { end: true });

  await dana.until((heard) => dana.heard.indexOf(heard) >= later && tells(reference)(heard));
});

test('somebody for whom nothing waits hears that, so that what they saw before is looked at again', async () => {
  const ada = await open('ada');

  expect(ada.heard).toMatchObject([{ event: 'work', data: { changed: [] } }]);
});

test('who has lost the queue they served is asked to come again', async () => {
  let groups: readonly string[] | undefined;
  const { groupsOf } = api.deps;
  await api.close();
  api = await startTestApi(client, {
    events: createEvents(client, { lookEveryMs: 20, judgeEveryMs: 20 }),
    groupsOf: async (id) => groups ?? groupsOf(id),
  });
  const sam = await open('sam');

  const heard = sam.heard.length;
  groups = [];

  await sam.ended;
  expect(sam.heard.slice(heard)).toEqual([]);
});

test('what differs between two looks concerns whom it waited for and whom it waits for', () => {
  const was = new Map([
    ['BR-1', { names: ['sam'], stamp: 'a' }],
    ['BR-2', { names: ['lee'], stamp: 'b' }],
    ['BR-3', { names: ['ada'], stamp: 'c' }],
  ]);
  const is = new Map([
    ['BR-1', { names: ['lee'], stamp: 'z' }],
    ['BR-2', { names: ['lee'], stamp: 'b' }],
    ['BR-4', { names: ['dana'], stamp: 'd' }],
  ]);

  expect(changesBetween(was, is)).toEqual([
    ['BR-1', ['sam', 'lee']],
    ['BR-3', ['ada']],
    ['BR-4', ['dana']],
  ]);
});
