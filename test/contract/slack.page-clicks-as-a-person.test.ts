import { eachTest } from '../support/fixture.ts';
import { asked, question, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

test('shows a person their own messages, with buttons that say when nobody listens', async () => {
  const title = 'Payments <script>alert(1)</script>';
  const posts = await messages.activities.askInSlack({ ...question({ title }), ...asked() });
  const { channel, ts } = posts.find((p) => p.channel === 'D0LEE') ?? { channel: '', ts: '' };

  const page = await (await fetch(`${messages.slack.pageUrl}?as=U0LEE`)).text();
  const other = await (await fetch(`${messages.slack.pageUrl}?as=U0DANA`)).text();
  const body = new URLSearchParams({ person: 'U0LEE', channel, ts, actionId: 'berth:approve' });
  const clicked = await (await fetch(`${messages.slack.pageUrl}click`, { method: 'POST', body })).text();

  expect(page).toContain('Approve</button>');
  expect(page).toContain(ts);
  expect(page).not.toContain('<script>');
  expect(other).not.toContain('Approve</button>');
  expect(clicked).toContain('Slack has no interactivity URL');
});
