import { eachTest } from '../support/fixture.ts';
import { leads, question, REFERENCE, SPEC, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

const asked = () => messages.slack.messages().map((m) => m.channel);

test('asks every approver once in a direct conversation, marked by reference and spec', async () => {
  const posts = await messages.activities.askInSlack({ ...question(), stages: leads });

  expect(asked().toSorted()).toEqual(['D0CORA', 'D0LEE']);
  expect(posts.map((p) => p.channel).toSorted()).toEqual(['D0CORA', 'D0LEE']);
  expect(messages.slack.messages()[0]?.metadata).toEqual({
    event_type: 'berth_request',
    event_payload: { reference: REFERENCE, what: 'decide:project-lead', specHash: SPEC },
  });
});

test('asks nobody again when the answer to a post was lost', async () => {
  messages.context.faults.add({ match: 'slack chat.postMessage', lostReply: true });
  const ask = () => messages.activities.askInSlack({ ...question(), stages: leads });
  await expect(ask()).rejects.toMatchObject({ type: 'Unavailable' });

  const posts = await ask();

  expect(asked().toSorted()).toEqual(['D0CORA', 'D0LEE']);
  expect(posts).toHaveLength(2);
});

test('asks again when the content has changed', async () => {
  await messages.activities.askInSlack({ ...question(), stages: leads });
  await messages.activities.askInSlack({ ...question({ specHash: `sha256:${'0'.repeat(64)}` }), stages: leads });

  expect(asked().toSorted()).toEqual(['D0CORA', 'D0CORA', 'D0LEE', 'D0LEE']);
});

test('leaves out approvers whom the directory or Slack does not know', async () => {
  const stages = [{ name: 'project-lead', approvers: ['nobody', 'lee'] }];
  const posts = await messages.activities.askInSlack({ ...question(), stages });

  expect(posts.map((p) => p.channel)).toEqual(['D0LEE']);
});
