import { inspect } from 'node:util';
import { readDecisionLink } from '../../src/auth/decision-links.ts';
import { eachTest } from '../support/fixture.ts';
import { REFERENCE, SPEC, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

const DAY = 24 * 3600;
const inDays = (days: number) => new Date(Date.now() + days * DAY * 1000).toISOString();
const ask = (change: { person?: string; until?: string } = {}) =>
  messages.activities.askByMail({
    reference: REFERENCE,
    person: 'lee',
    stage: 'lead',
    specHash: SPEC,
    until: inDays(3),
    data: { project: 'payments', title: 'Payments API', cost: '+59.32 EUR a month' },
    ...change,
  });

async function tokensOf(mail: string): Promise<string[]> {
  await messages.server.settled();
  const mails = await messages.mail.received(mail);
  return mails.map(({ text }) => /https:\/\/berth\.example\.test\/decide\/(\S+)/.exec(text)?.[1] ?? '');
}

const secondsIn = (token: string) => {
  const { exp, iat } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return exp - iat;
};

test('a link is for one person, one stage and one content', async () => {
  await ask();
  const [token = ''] = await tokensOf('lee@example.test');

  expect(await readDecisionLink(messages.config.auth.decisionKey, token)).toEqual({
    id: expect.any(String),
    reference: REFERENCE,
    specHash: SPEC,
    stage: 'lead',
    person: 'lee',
  });
});

test('a link is good until the stage ends, and for seven days at most', async () => {
  await ask();
  await ask({ person: 'cora', until: inDays(30) });

  const [short = ''] = await tokensOf('lee@example.test');
  const [long = ''] = await tokensOf('cora@example.test');
  expect(secondsIn(short)).toBeGreaterThan(3 * DAY - 60);
  expect(secondsIn(short)).toBeLessThanOrEqual(3 * DAY);
  expect(secondsIn(long)).toBe(7 * DAY);
});

test('a repeat carries the same Message-ID and another link', async () => {
  const until = inDays(3);
  await ask({ until });
  await ask({ until });

  const [first, again] = await tokensOf('lee@example.test');
  const ids = (await messages.mail.received('lee@example.test')).map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(1);
  expect(first).not.toBe(again);
});

test('the mail says what is decided, until when, and that the link is theirs alone', async () => {
  await ask();
  await messages.server.settled();

  const text = (await messages.mail.received('lee@example.test'))[0]?.text ?? '';
  for (const words of ['Lee Marsh, your decision is needed', '+59.32 EUR a month', 'Answer until', 'do not pass'])
    expect(text.replace(/\s+/g, ' ')).toContain(words);
});

test('somebody whom the directory does not know is told of, and a link is told to nobody', async () => {
  await expect(ask({ person: 'mallory' })).rejects.toMatchObject({ type: 'Rejected' });
  messages.server.refuseData('lee@example.test', '554 5.7.1 Not this one');

  const error = (await ask().catch((e: Error) => e)) as Error;
  expect(error).toMatchObject({ type: 'Rejected' });
  expect(inspect(error, { depth: null })).not.toContain('/decide/');
  expect(await ask({ person: 'cora' })).toBeUndefined();
});
