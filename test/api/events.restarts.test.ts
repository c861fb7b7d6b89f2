import { requestWorkflowId } from '../../src/domain/naming.ts';
import { startTestApi } from '../support/api.ts';
import { type Heard, type Listener, listen } from '../support/events.ts';
import { wholeFile } from '../support/fixture.ts';
import { startStandingRequests } from '../support/standing-request.ts';
import { happenSignal } from '../support/stub-workflows.ts';

/* A reader who comes back as browsers do, while what they are told by is started anew. */
const requests = wholeFile(startStandingRequests);

const startApi = () => startTestApi(requests.env.client);
const openAt = async (api: Awaited<ReturnType<typeof startApi>>, reference: string, id?: string): Promise<Listener> => {
  const headers = id === undefined ? {} : { 'last-event-id': id };
  return listen(await api.call('dana', 'GET', `/api/requests/${reference}/events`, undefined, headers));
};
const say = (reference: string, line: string) =>
  requests.env.client.workflow.getHandle(requestWorkflowId(reference)).signal(happenSignal, { line });
const textsOf = ({ event, data }: Heard) =>
  event === 'timeline' ? (data as { text: string }[]).map(({ text }) => text) : [];
const hears = (listener: Listener, text: string) => listener.until((heard) => textsOf(heard).includes(text));
const linesOf = (...listeners: readonly Listener[]) => listeners.flatMap(({ heard }) => heard.flatMap(textsOf));

test('no line of the story is lost or doubled over a restart of the worker, then of the API, then of both', async () => {
  const reference = await requests.stand();
  const first = await startApi();
  const before = await openAt(first, reference);
  await hears(before, 'It began');

  await requests.withoutWorker(async () => {
    await say(reference, 'While no worker ran');
    await say(reference, 'And more');
  });
  const { id: known } = await hears(before, 'And more');
  await first.close();
  await before.ended;

  await say(reference, 'While no API ran');
  const second = await startApi();
  const after = await openAt(second, reference, known);
  const { id: later } = await hears(after, 'While no API ran');
  await second.close();
  await after.ended;

  const third = await startApi();
  let last: Listener | undefined;
  await requests.withoutWorker(async () => {
    await say(reference, 'While neither ran');
    last = await openAt(third, reference, later);
  });
  if (!last) throw new Error('nobody listens');
  await hears(last, 'While neither ran');
  await say(reference, 'And it goes on');
  await hears(last, 'And it goes on');
  await third.close();

  expect(linesOf(before, after, last)).toEqual([
    'It began',
    'While no worker ran',
    'And more',
    'While no API ran',
    'While neither ran',
    'And it goes on',
  ]);
});
