import { eachTest } from '../support/fixture.ts';
import { asked, question, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

const shown = (channel: string) => messages.slack.messages().find((m) => m.channel === channel)?.blocks ?? [];
const hasButtons = (channel: string) => shown(channel).some((b) => b.type === 'actions');
const text = 'lee approved (1 of 2), waiting for cora';

test('every copy says who approved and who is missing; whoever has spoken keeps no buttons', async () => {
  const posts = await messages.activities.askInSlack({ ...question(), ...asked() });

  await messages.activities.showProgressInSlack({ posts, text, spoken: ['lee'] });

  for (const channel of ['D0LEE', 'D0CORA']) expect(JSON.stringify(shown(channel))).toContain(text);
  expect([hasButtons('D0LEE'), hasButtons('D0CORA')]).toEqual([false, true]);
});

test('says it once, however often it is tried', async () => {
  const posts = await messages.activities.askInSlack({ ...question(), ...asked() });
  const updates = () => messages.context.writes.all().filter((w) => w.what.startsWith('chat.update'));

  await messages.activities.showProgressInSlack({ posts, text, spoken: ['lee'] });
  await messages.activities.showProgressInSlack({ posts, text, spoken: ['lee'] });

  expect(updates()).toHaveLength(2);
});

test('progress that arrives late does not bring the buttons back', async () => {
  const posts = await messages.activities.askInSlack({ ...question(), ...asked() });
  await messages.activities.closeInSlack({ posts, text: 'Approved and merged' });

  await messages.activities.showProgressInSlack({ posts, text, spoken: [] });

  expect(hasButtons('D0CORA')).toBe(false);
  expect(JSON.stringify(shown('D0CORA'))).toContain('Approved and merged');
});

test('one copy that cannot be changed delays no other', async () => {
  const posts = await messages.activities.askInSlack({ ...question(), ...asked() });
  messages.context.faults.add({ match: 'slack chat.update D0LEE', status: 500 });

  const showing = messages.activities.showProgressInSlack({ posts, text, spoken: ['lee'] });

  await expect(showing).rejects.toMatchObject({ type: 'Unavailable' });
  expect(JSON.stringify(shown('D0CORA'))).toContain(text);
});
