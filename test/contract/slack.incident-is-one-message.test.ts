import { createIncidentMessages } from '../../src/activities/notification/incident.ts';
import { createSlackClient } from '../../src/clients/slack.ts';
import { RETRY_ALL_ACTION, readRetryButton } from '../../src/domain/incident-blocks.ts';
import type { IncidentNews } from '../../src/domain/incident-text.ts';
import { eachTest } from '../support/fixture.ts';
import { startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

const KEY = 'forbidden-0123456789';
const SINCE = '2026-11-21T09:00:00.000Z';
const news = (change: Partial<IncidentNews> = {}): IncidentNews => ({
  key: KEY,
  type: 'Forbidden',
  system: 'GitHub',
  problem: 'Berth may not push <!channel>',
  since: SINCE,
  total: 1,
  count: 1,
  needing: change.count ?? 1,
  retry: null,
  references: ['BR-7F3K2M9QXA'],
  firstDue: '2026-12-05T09:00:00.000Z',
  isOver: false,
  ...change,
});

const incidents = () =>
  createIncidentMessages({ config: messages.config, slack: createSlackClient(messages.config.slack) });
const shown = () => messages.slack.messages().map(({ text, blocks }) => ({ text, blocks: JSON.stringify(blocks) }));

test('it is posted once, though the first answer was lost, and mentions nobody', async () => {
  messages.context.faults.add({ match: `slack chat.postMessage C0BERTH ${KEY}/incident`, lostReply: true });
  await expect(incidents().showIncident({ news: news(), post: null })).rejects.toMatchObject({ type: 'Unavailable' });
  const post = await incidents().showIncident({ news: news(), post: null });

  expect(shown()).toMatchObject([{ text: 'BR-7F3K2M9QXA needs a person: Berth may not push &lt;!channel&gt;' }]);
  expect(post).toMatchObject({ channel: 'C0BERTH', ts: messages.slack.messages()[0]?.ts });
  expect(shown()[0]?.blocks).toContain('https://berth.example.test/requests/BR-7F3K2M9QXA|BR-7F3K2M9QXA');
  expect(shown()[0]?.blocks).toContain(`https://berth.example.test/operations?incident=${KEY}|`);
});

test('the same message says later how many there are, who had them tried again, and that it is over', async () => {
  const post = await incidents().showIncident({ news: news(), post: null });
  const retry = { by: 'olga', reason: 'It may push', at: SINCE, asked: 200, taken: 197, refused: 3 };
  await incidents().showIncident({ news: news({ count: 200, total: 200, retry }), post });

  const [many] = shown();
  expect(many?.text).toBe('200 requests need a person: Berth may not push &lt;!channel&gt;');
  expect(many?.blocks).toContain('olga had 200 tried again');
  expect(many?.blocks).toContain('and 199 more');
  expect(many?.blocks).toContain(RETRY_ALL_ACTION);

  await incidents().showIncident({ news: news({ count: 0, total: 200, references: [], isOver: true }), post });
  const [over, ...others] = shown();
  expect(others).toEqual([]);
  expect(over?.text).toBe('Over: all 200 requests went on or ended: Berth may not push &lt;!channel&gt;');
  expect(over?.blocks).not.toContain(RETRY_ALL_ACTION);
});

test('an incident that comes back has a message of its own, and so has each reminder', async () => {
  await incidents().showIncident({ news: news(), post: null });
  await incidents().showIncident({ news: news({ since: '2026-11-23T09:00:00.000Z' }), post: null });
  for (const number of [1, 2, 2]) await incidents().remindOfIncident({ news: news(), number });

  expect(shown()).toHaveLength(4);
  expect(shown()[2]?.text).toBe(
    'Still since Sat, 21 Nov 2026 09:00 UTC: BR-7F3K2M9QXA needs a person: Berth may not push &lt;!channel&gt;. ' +
      'If nobody acts, the first of them is undone at Sat, 05 Dec 2026 09:00 UTC.',
  );
});

test('a message that somebody deleted is posted anew', async () => {
  await incidents().showIncident({ news: news(), post: { channel: 'C0BERTH', ts: '1.000001' } });
  expect(shown()).toHaveLength(1);
});

test.each([
  ['another button', 'berth:approve', KEY],
  ['no key', RETRY_ALL_ACTION, 'anything'],
  ['a key with more behind it', RETRY_ALL_ACTION, `${KEY}' OR '1`],
])('%s is no press of it', (_, action, value) => {
  expect(readRetryButton(action, value)).toBeNull();
});
