import { PUBLIC_URL, wholeFileApi } from '../support/api.ts';
import { Browser, signInAs, typeAtIssuer } from '../support/cookies.ts';

/* The way to the issuer and back, walked by somebody who wants to come in as another, or to send others astray. */
const { api } = wholeFileApi();

const begin = async (browser: Browser, to = '/') =>
  (await browser.call(`/sign-in?to=${encodeURIComponent(to)}`)).headers.get('location') ?? '';
const back = (browser: Browser, { search }: URL | { search: string }) => browser.call(`/sign-in/done${search}`);

test.each([
  'https://evil.example.test/',
  '//evil.example.test/',
  '/\\evil.example.test',
  '/\t/evil.example.test',
  '/.//evil.example.test',
  'javascript:alert(1)',
])('nobody is sent astray by %j', async (to) => {
  const last = await signInAs(new Browser(api.app), 'dana', to);

  expect(new URL(last.headers.get('location') ?? '').origin).toBe(PUBLIC_URL);
});

test('the issuer is asked with all that holds the answer to this browser, and sends back to us alone', async () => {
  const asked = new URL(await begin(new Browser(api.app))).searchParams;

  expect(Object.fromEntries(asked)).toMatchObject({
    response_type: 'code',
    redirect_uri: `${PUBLIC_URL}/sign-in/done`,
    code_challenge_method: 'S256',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
});

test('what came back once is good for nothing a second time', async () => {
  const browser = new Browser(api.app);
  const returned = await typeAtIssuer(await begin(browser), 'dana');
  const before = browser.copy();

  expect((await back(browser, returned)).status).toBe(303);
  expect((await back(browser, returned)).status).toBe(400);
  // Whoever kept the browser's cookies as well meets the issuer, which takes a code once.
  expect((await back(before, returned)).status).toBe(400);
});

test('nobody comes in by what another browser began', async () => {
  const [attacker, victim] = [new Browser(api.app), new Browser(api.app)];
  const returned = await typeAtIssuer(await begin(attacker), 'sam');
  await begin(victim);
  const answer = await back(victim, returned);

  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('not begun in this browser');
  expect((await victim.call('/api/me')).status).toBe(401);
});

test('a code of somebody else does not fit into a sign-in that was begun here', async () => {
  const [attacker, victim] = [new Browser(api.app), new Browser(api.app)];
  const stolen = await typeAtIssuer(await begin(victim), 'olga');
  const own = await typeAtIssuer(await begin(attacker), 'sam');
  own.searchParams.set('code', stolen.searchParams.get('code') ?? '');

  expect((await back(attacker, own)).status).toBe(400);
  expect((await attacker.call('/api/me')).status).toBe(401);
});

test('an answer of another issuer is not taken', async () => {
  const browser = new Browser(api.app);
  const returned = await typeAtIssuer(await begin(browser), 'dana');
  returned.searchParams.set('iss', 'https://evil.example.test');

  expect((await back(browser, returned)).status).toBe(400);
});

test.each([
  '',
  '?',
  '?state=',
  '?code=x',
  '?state=__proto__',
  '?state=%00&code=x',
  `?state=${'a'.repeat(9000)}&code=x`,
])('nothing comes of /sign-in/done%s', async (search) => {
  expect((await back(new Browser(api.app), { search })).status).toBe(400);
});

test('neither code nor state nor cookie stands in the log', async () => {
  const browser = new Browser(api.app);
  const returned = await typeAtIssuer(await begin(browser), 'dana');
  await back(browser, returned);
  await back(browser, returned);
  const secrets = [returned.searchParams.get('code'), returned.searchParams.get('state'), ...browser.cookies.values()];

  expect(api.logged()).toContain('/sign-in/done');
  for (const secret of secrets) expect(api.logged()).not.toContain(secret);
});

test('what the issuer says is shown as text', async () => {
  const browser = new Browser(api.app);
  const state = new URL(await begin(browser)).searchParams.get('state') ?? '';
  const said = new URLSearchParams({ error: '<script>alert(1)</script>', state, iss: api.issuer.url });
  const text = await (await back(browser, { search: `?${said.toString()}` })).text();

  expect(text).toContain('&lt;script&gt;');
  expect(text).not.toContain('<script>');
});
