import { eachTest } from '../support/fixture.ts';
import { asked, question, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

const kinds = () => messages.slack.messages()[0]?.blocks.map((b) => b.type);
const updates = () => messages.context.writes.all().filter((w) => w.what.startsWith('chat.update'));

test('replaces the buttons by the outcome, once', async () => {
  const who = asked(['lee']);
  const posts = await messages.activities.askInSlack({ ...question(), ...who });
  expect(kinds()).toContain('actions');

  await messages.activities.closeInSlack({ posts, text: 'Rejected by lee: too much & too < big' });
  await messages.activities.closeInSlack({ posts, text: 'Rejected by lee: too much & too < big' });

  expect(kinds()).not.toContain('actions');
  const blocks = JSON.stringify(messages.slack.messages()[0]?.blocks);
  expect(blocks).toContain('too much &amp; too &lt; big');
  expect(blocks).toContain('payments-prod');
  expect(updates()).toHaveLength(1);
});

test('is not stopped by a message that is gone', async () => {
  const posts = await messages.activities.askInSlack({ ...question(), ...asked() });
  const gone = { channel: 'D0LEE', ts: '1.000001' };

  await messages.activities.closeInSlack({ posts: [gone, ...posts], text: 'Approved' });

  expect(updates()).toHaveLength(2);
});
