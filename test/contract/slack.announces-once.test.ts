import { eachTest } from '../support/fixture.ts';
import { REFERENCE, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

const announcement = { reference: REFERENCE, what: 'ready', text: 'payments-prod is ready <!channel>', people: [] };

test('announces once, though the first answer was lost', async () => {
  messages.context.faults.add({ match: `slack chat.postMessage C0BERTH ${REFERENCE}/ready`, lostReply: true });
  await expect(messages.activities.announceInSlack(announcement)).rejects.toMatchObject({ type: 'Unavailable' });
  await messages.activities.announceInSlack(announcement);

  const posted = messages.slack.messages();
  expect(posted).toHaveLength(1);
  expect(posted[0]).toMatchObject({ channel: 'C0BERTH', text: 'payments-prod is ready &lt;!channel&gt;' });
  expect(JSON.stringify(posted[0]?.blocks)).not.toContain('<!channel>');
});

test('announces each moment of a request', async () => {
  await messages.activities.announceInSlack(announcement);
  await messages.activities.announceInSlack({ ...announcement, what: 'left-behind' });

  expect(messages.slack.messages()).toHaveLength(2);
});

test('does not take a message that somebody else marked with our reference for its own', async () => {
  const { url, token } = messages.slack;
  const metadata = { event_type: 'something_else', event_payload: { reference: REFERENCE, what: 'ready' } };
  await fetch(`${url}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ channel: 'C0BERTH', text: 'hello', metadata }),
  });
  await messages.activities.announceInSlack(announcement);

  expect(messages.slack.messages()).toHaveLength(2);
});

test('a request has one thread in the channel, and each of its messages stands there once', async () => {
  const other = { ...announcement, reference: 'BR-2C8D4N6RTB', what: 'ready' };
  await messages.activities.announceInSlack({ ...announcement, what: 'received' });
  await messages.activities.announceInSlack(other);
  messages.context.faults.add({ match: `slack chat.postMessage C0BERTH ${REFERENCE}/ready`, lostReply: true });
  await expect(messages.activities.announceInSlack(announcement)).rejects.toMatchObject({ type: 'Unavailable' });
  await messages.activities.announceInSlack(announcement);
  await messages.activities.announceInSlack({ ...announcement, what: 'left-behind' });

  const posted = messages.slack.messages();
  const first = posted[0]?.ts;
  expect(posted.map(({ metadata, threadTs }) => [metadata?.event_payload['what'], threadTs])).toEqual([
    ['received', undefined],
    ['ready', undefined],
    ['ready', first],
    ['left-behind', first],
  ]);
  expect(posted[1]?.metadata?.event_payload['reference']).toBe('BR-2C8D4N6RTB');
});
