import { PUBLIC_URL, startTestApi, wholeFileApi } from '../support/api.ts';
import { Browser, signedInBrowser, signInAs, typeAtIssuer } from '../support/cookies.ts';

const { requests, api } = wholeFileApi();
const COOKIE = '__Host-berth';

test('somebody signs in at the issuer and comes back to the page they wanted, as themselves', async () => {
  const browser = new Browser(api.app);
  const last = await signInAs(browser, 'sam', '/work?filter=mine');

  expect(last.status).toBe(303);
  expect(last.headers.get('location')).toBe(`${PUBLIC_URL}/work?filter=mine`);
  expect(await (await browser.call('/api/me')).json()).toEqual({
    id: 'sam',
    name: 'Sam Okoro',
    mail: 'sam@example.test',
    roles: ['anybody', 'support'],
    queues: ['support'],
    mayAsk: true,
    mayAskForOthers: true,
    signedInBy: 'oidc',
  });
});

test('nobody is anybody without', async () => {
  const answer = await new Browser(api.app).call('/api/me');

  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ title: 'Not signed in' });
});

test('whom the issuer knows and the directory does not gets no session', async () => {
  const browser = new Browser(api.app);
  const last = await signInAs(browser, 'mallory');

  expect(last.status).toBe(403);
  expect(await last.text()).toContain('mallory');
  expect([...browser.cookies.keys()]).toEqual([]);
});

test('a restart of the API signs nobody out', async () => {
  const browser = await signedInBrowser(api, 'dana');
  const restarted = await startTestApi(requests.env.client);
  try {
    const later = new Browser(restarted.app);
    later.cookies.set(COOKIE, browser.cookies.get(COOKIE) ?? '');
    expect((await later.call('/api/me')).status).toBe(200);
  } finally {
    await restarted.close();
  }
});

test('signing out ends the session for every copy of its cookie', async () => {
  const browser = await signedInBrowser(api, 'dana');
  const thief = browser.copy();
  expect((await thief.call('/api/me')).status).toBe(200);

  const out = await browser.post('/sign-out');

  expect(await out.json()).toEqual({ to: '/signed-out' });
  expect(browser.cookies.has(COOKIE)).toBe(false);
  expect((await thief.call('/api/me')).status).toBe(401);
  expect(await (await browser.call('/signed-out')).text()).toContain('You are signed out');
});

test('two pages that were opened at once both come in', async () => {
  const browser = new Browser(api.app);
  const [one, two] = [await browser.call('/sign-in?to=/work'), await browser.call('/sign-in?to=/requests')];
  const back = async (begun: Response) => {
    const { pathname, search } = await typeAtIssuer(begun.headers.get('location') ?? '', 'dana');
    return (await browser.call(`${pathname}${search}`)).headers.get('location');
  };

  expect(await back(one)).toBe(`${PUBLIC_URL}/work`);
  expect(await back(two)).toBe(`${PUBLIC_URL}/requests`);
});

test('pages that were opened and left do not pile up in the browser', async () => {
  const browser = new Browser(api.app);
  for (let i = 0; i < 9; i += 1) await browser.call('/sign-in');

  expect(browser.cookies.size).toBe(5);
});

test('an issuer that is away is said to be away, and asked again', async () => {
  const away = await startTestApi(requests.env.client);
  await away.issuer.close();
  try {
    const answer = await new Browser(away.app).call('/sign-in');
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('does not answer');
  } finally {
    await away.close();
  }
});

test('who says no at the issuer is told that they are not signed in', async () => {
  const browser = new Browser(api.app);
  const begun = await browser.call('/sign-in');
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const refused = new URLSearchParams({ error: 'access_denied', state, iss: api.issuer.url });
  const answer = await browser.call(`/sign-in/done?${refused.toString()}`);

  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('You did not sign in');
});
