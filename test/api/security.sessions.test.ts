import { createHash } from 'node:crypto';
import { signToken } from '../../src/auth/tokens.ts';
import { Secret } from '../../src/config.ts';
import { DECISION_KEY, PUBLIC_URL, wholeFileApi } from '../support/api.ts';
import { Browser, signedInBrowser, signInAs } from '../support/cookies.ts';

/* What a session is worth: to whom it was given, to who copies, forges or sets it, and to other sites. */
const { requests, api } = wholeFileApi();
const COOKIE = '__Host-berth';

const cookieOf = (browser: Browser) => browser.cookies.get(COOKIE) ?? '';

function browserWith(cookie: string): Browser {
  const browser = new Browser(api.app);
  browser.cookies.set(COOKIE, cookie);
  return browser;
}

const statusFor = async (browser: Browser) => (await browser.call('/api/me')).status;

test('every cookie is for this host alone, over https, out of reach of scripts, and stays away from other sites', async () => {
  const browser = await signedInBrowser(api, 'dana');

  expect(browser.given.length).toBeGreaterThanOrEqual(3);
  for (const line of browser.given) {
    const [pair = '', ...attributes] = line.split('; ');
    expect(pair).toMatch(/^__Host-berth/);
    expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']));
    expect(attributes.join()).not.toContain('Domain');
  }
});

describe('fixation', () => {
  test('a session that was there before is not the one that somebody signs in to, and is over', async () => {
    const attacker = await signedInBrowser(api, 'sam');
    const victim = browserWith(cookieOf(attacker));
    await signInAs(victim, 'olga');

    expect(cookieOf(victim)).not.toBe(cookieOf(attacker));
    expect(await (await victim.call('/api/me')).json()).toMatchObject({ id: 'olga' });
    expect(await statusFor(attacker)).toBe(401);
  });

  test('who chooses a cookie gets no session by it', async () => {
    const browser = browserWith('chosen');
    await signInAs(browser, 'dana');

    expect(cookieOf(browser)).not.toBe('chosen');
    expect(await statusFor(browserWith('chosen'))).toBe(401);
  });
});

describe('forged and stale', () => {
  const secret = 'a'.repeat(43);
  const other = new Secret('another key of at least thirty-two bytes!');
  test.each([
    ['empty', async () => ''],
    ['nonsense', async () => 'nonsense'],
    ['signed by another key', async () => signToken(other, 'session', { secret }, 60)],
    ['of a session that never was', async () => signToken(DECISION_KEY, 'session', { secret }, 60)],
    ['made for something else', async () => signToken(DECISION_KEY, 'decision', { secret }, 60)],
    ['of a secret that is no text', async () => signToken(DECISION_KEY, 'session', { secret: { a: 1 } }, 60)],
    ['a token of the issuer', async () => api.issuer.tokenFor('dana')],
  ])('a cookie that is %s lets nobody in', async (_, cookie) => {
    expect(await statusFor(browserWith(await cookie()))).toBe(401);
  });

  test('one that lay idle for too long lets nobody in, although its session runs', async () => {
    const { secret: real } = decoded(cookieOf(await signedInBrowser(api, 'dana')));

    expect(await statusFor(browserWith(await signToken(DECISION_KEY, 'session', { secret: real }, 60)))).toBe(200);
    expect(await statusFor(browserWith(await signToken(DECISION_KEY, 'session', { secret: real }, -1)))).toBe(401);
  });

  test('one whose session was ended by an operator lets nobody in', async () => {
    const browser = await signedInBrowser(api, 'lee');
    const id = createHash('sha256')
      .update(decoded(cookieOf(browser)).secret)
      .digest('hex');
    await requests.env.client.workflow.getHandle(`session:${id}`).terminate();

    expect(await statusFor(browser)).toBe(401);
  });

  test('a token of the cookie is no bearer token', async () => {
    const authorization = `Bearer ${cookieOf(await signedInBrowser(api, 'dana'))}`;

    expect((await new Browser(api.app).call('/api/me', { headers: { authorization } })).status).toBe(401);
  });
});

const decoded = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { secret: string };

describe('forgery of calls', () => {
  const body = JSON.stringify({ until: new Date(Date.now() + 3_600_000).toISOString() });
  const ours = {
    origin: PUBLIC_URL,
    'sec-fetch-site': 'same-origin',
    'berth-channel': 'portal',
    'content-type': 'application/json',
  };
  const write = async (headers: Record<string, string>) =>
    (await (await signedInBrowser(api, 'dana')).call('/api/absences/end', { method: 'POST', headers, body })).status;
  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(ours).filter(([name]) => !names.includes(name)));

  test('a page of ours writes', async () => {
    expect(await write(ours)).not.toBe(403);
    expect(await write(without('sec-fetch-site'))).not.toBe(403);
    expect(await write(without('origin'))).not.toBe(403);
  });

  test.each([
    ['from another site', { ...ours, origin: 'https://evil.example.test', 'sec-fetch-site': 'cross-site' }],
    [
      'from another site that an old browser tells by its origin',
      { ...without('sec-fetch-site'), origin: 'https://evil.example.test' },
    ],
    ['from another host of our site', { ...ours, origin: 'https://other.example.test', 'sec-fetch-site': 'same-site' }],
    ['by plain http of our host', { ...ours, origin: 'http://berth.example.test', 'sec-fetch-site': 'same-site' }],
    ['from a sandboxed frame', { ...ours, origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['typed, or from a bookmark', { ...ours, 'sec-fetch-site': 'none' }],
    ['from nowhere', without('origin', 'sec-fetch-site')],
    ['by a form', without('berth-channel')],
    ['as another client', { ...ours, 'berth-channel': 'cli' }],
  ])('a write %s is refused', async (_, headers) => {
    expect(await write(headers)).toBe(403);
  });

  test('nobody is signed out by another site', async () => {
    const browser = await signedInBrowser(api, 'dana');
    const answer = await browser.post(
      '/sign-out',
      {},
      { origin: 'https://evil.example.test', 'sec-fetch-site': 'cross-site' },
    );

    expect(answer.status).toBe(403);
    expect(await statusFor(browser)).toBe(200);
  });

  test('a token beside it is what counts, whatever the cookie is', async () => {
    const browser = await signedInBrowser(api, 'dana');
    const headers = { authorization: 'Bearer nonsense' };

    expect((await browser.call('/api/me', { headers })).status).toBe(401);
  });
});

test('every answer says what browsers may do with it', async () => {
  const browser = await signedInBrowser(api, 'dana');
  for (const path of ['/api/me', '/api/nothing', '/sign-in/done', '/signed-out', '/healthz', '/confirm?token=x']) {
    const { headers } = await browser.call(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'strict-transport-security': expect.stringContaining('max-age='),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*'unsafe/);
  }
});
