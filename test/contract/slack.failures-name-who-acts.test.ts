import { inspect } from 'node:util';
import type { Fault } from '../../sandbox/kit/faults.ts';
import { Secret } from '../../src/config.ts';
import { eachTest } from '../support/fixture.ts';
import { REFERENCE, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

const announcement = { reference: REFERENCE, what: 'ready', text: 'payments-prod is ready', people: [] };

const played: readonly [string, Omit<Fault, 'match'>, string][] = [
  ['HTTP 500', { status: 500 }, 'Unavailable'],
  ['a cut connection', { cut: true }, 'Unavailable'],
  ['internal_error', { status: 200, message: 'internal_error' }, 'Unavailable'],
  ['token_revoked', { status: 200, message: 'token_revoked' }, 'Configuration'],
  ['missing_scope', { status: 200, message: 'missing_scope' }, 'Forbidden'],
  ['a refused message', { status: 200, message: 'msg_too_long' }, 'Rejected'],
];

test.each(played)('%s', async (_, fault, type) => {
  messages.context.faults.add({ match: 'slack chat.postMessage', ...fault });

  await expect(messages.activities.announceInSlack(announcement)).rejects.toMatchObject({ type });
  expect(messages.slack.messages()).toHaveLength(0);
});

test('a rate limit is kept for as long as Slack asks', async () => {
  messages.context.faults.add({ match: 'slack', status: 429, headers: { 'retry-after': '7' } });

  await expect(messages.activities.announceInSlack(announcement)).rejects.toMatchObject({
    type: 'RateLimited',
    nonRetryable: false,
    nextRetryDelay: 7000,
  });
});

test('a wrong token and an unknown channel are the configuration, and the token is not told', async () => {
  const { slack } = messages.config;
  const wrongToken = messages.withConfig({ slack: { ...slack, token: new Secret('xoxb-wrong') } });
  const wrongChannel = messages.withConfig({ slack: { ...slack, channel: 'C0NOWHERE' } });

  const error: Error = (await wrongToken.announceInSlack(announcement).catch((e: Error) => e)) as Error;
  expect(error).toMatchObject({ type: 'Configuration', nonRetryable: true });
  expect(inspect(error, { depth: null })).not.toContain('xoxb-wrong');
  await expect(wrongChannel.announceInSlack(announcement)).rejects.toMatchObject({ type: 'Configuration' });
});
