import { Secret } from '../config.ts';
import { isSignedBySlack } from './slack-signature.ts';

// The example of Slack's own documentation ("Verifying requests from Slack").
const secret = new Secret('8f742231b10e8888abcd99yyyzzz85a5');
const call = {
  timestamp: '1531420618',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
};
const then = 1531420618 * 1000;

test('takes what Slack signed', () => {
  expect(isSignedBySlack(secret, call, then + 299_000)).toBe(true);
});

test.each([
  ['another body', { ...call, body: `${call.body}x` }, then],
  ['another time', { ...call, timestamp: '1531420619' }, then],
  ['a shorter signature', { ...call, signature: 'v0=a2' }, then],
  ['no signature', { ...call, signature: undefined }, then],
  ['no time', { ...call, timestamp: undefined }, then],
  ['a time that is none', { ...call, timestamp: '1531420618.5' }, then],
  ['an old call', call, then + 301_000],
  ['a call from the future', call, then - 301_000],
])('refuses %s', (_, changed, now) => {
  expect(isSignedBySlack(secret, changed, now)).toBe(false);
});

test('refuses another secret', () => {
  expect(isSignedBySlack(new Secret('other'), call, then)).toBe(false);
});
