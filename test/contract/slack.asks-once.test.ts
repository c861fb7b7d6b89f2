import { eachTest } from '../support/fixture.ts';
import { asked, question, REFERENCE, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

const places = () => messages.slack.messages().map((m) => m.channel);

test('asks every approver once in a direct conversation, marked by reference, stage and since when', async () => {
  const posts = await messages.activities.askInSlack({ ...question(), ...asked() });

  expect(places().toSorted()).toEqual(['D0CORA', 'D0LEE']);
  expect(posts.map((p) => p.channel).toSorted()).toEqual(['D0CORA', 'D0LEE']);
  expect(messages.slack.messages()[0]?.metadata).toEqual({
    event_type: 'berth_request',
    event_payload: { reference: REFERENCE, what: 'decide:project-lead', since: '2026-11-21T09:00:00.000Z' },
  });
});

test('asks nobody again when the answer to a post was lost', async () => {
  messages.context.faults.add({ match: 'slack chat.postMessage', lostReply: true });
  const ask = () => messages.activities.askInSlack({ ...question(), ...asked() });
  await expect(ask()).rejects.toMatchObject({ type: 'Unavailable' });

  const posts = await ask();

  expect(places().toSorted()).toEqual(['D0CORA', 'D0LEE']);
  expect(posts).toHaveLength(2);
});

test('asks again when it is asked anew, about the same content too', async () => {
  await messages.activities.askInSlack({ ...question(), ...asked() });
  await messages.activities.askInSlack({ ...question(), ...asked(['lee', 'cora'], '2026-11-22T09:00:00.000Z') });

  expect(places().toSorted()).toEqual(['D0CORA', 'D0CORA', 'D0LEE', 'D0LEE']);
});

test('leaves out approvers whom the directory or Slack does not know', async () => {
  const who = asked(['nobody', 'lee']);
  const posts = await messages.activities.askInSlack({ ...question(), ...who });

  expect(posts.map((p) => p.channel)).toEqual(['D0LEE']);
});

test('tells whoever stands in for whom, and nobody else', async () => {
  const { stage, since } = asked();
  const delegates = [{ person: 'cora', for: 'dora', until: '2026-11-28T08:00:00Z' }];
  await messages.activities.askInSlack({ ...question(), stage: { ...stage, delegates }, since });

  const told = messages.slack.messages().filter(({ blocks }) => JSON.stringify(blocks).includes('You decide for'));

  expect(told.map(({ channel }) => channel)).toEqual(['D0CORA']);
  expect(JSON.stringify(told[0]?.blocks)).toContain('dora, who is away until Sat, 28 Nov 2026 08:00 UTC');
});
