import { PEOPLE } from '../../sandbox/people.ts';
import { authenticate } from '../../src/clients/directory-people.ts';
import { PUBLIC_URL, startTestApi, type TestApi, wholeFileApi } from '../support/api.ts';
import { Browser } from '../support/cookies.ts';
import { type WatchedDirectory, watchedDirectory } from '../support/directory.ts';
import { USERS } from '../support/directory-names.ts';

/* Where there is no issuer: name and password go to a directory server as they are typed. */
const { requests } = wholeFileApi();
let directory: WatchedDirectory;
let api: TestApi;
let asked: string[];
beforeEach(async () => {
  asked = [];
  directory = await watchedDirectory();
  api = await startTestApi(requests.env.client, {
    signIn: {
      way: 'directory',
      authenticate: (name, password) => {
        asked.push(name);
        return authenticate(directory.access, name, password);
      },
    },
  });
});
afterEach(async () => {
  await api.close();
  await directory.close();
});

const { password } = PEOPLE.dana;
const type = (fields: Record<string, string>, browser = new Browser(api.app)) =>
  browser.submit('/sign-in', { name: 'dana', password, to: '/', ...fields });

test('a form asks for name and password, without scripts', async () => {
  const page = await new Browser(api.app).call('/sign-in?to=/work%22%3E');
  const text = await page.text();

  expect(page.status).toBe(200);
  expect(text).toContain('value="/work&quot;&gt;"');
  expect(text).not.toContain('<script');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('the right password lets somebody in, to the page they wanted', async () => {
  const browser = new Browser(api.app);
  const last = await type({ to: '/requests' }, browser);

  expect(last.status).toBe(303);
  expect(last.headers.get('location')).toBe(`${PUBLIC_URL}/requests`);
  expect(await (await browser.call('/api/me')).json()).toMatchObject({ id: 'dana', signedInBy: 'directory' });
});

test('whether a name is there cannot be told from the answer', async () => {
  const [wrong, unknown] = [await type({ password: 'guess' }), await type({ name: 'nobody', password: 'guess' })];

  expect(wrong.status).toBe(401);
  expect(unknown.status).toBe(401);
  expect(await unknown.text()).toBe(await wrong.text());
  expect(wrong.headers.getSetCookie()).toEqual([]);
});

test('who has to change the password first is told how', async () => {
  await directory.directory.expirePassword(`CN=Dana Field,${USERS}`);
  const answer = await type({});

  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain('has to be changed first');
});

test('after a few guesses nobody is asked any more, under whichever name of theirs', async () => {
  const names = ['dana', 'Dana', 'dana@example.test', 'EXAMPLE\\dana', 'dana@ad.example.test'];
  for (const name of names) expect((await type({ name, password: 'guess' })).status).toBe(401);
  const last = await type({});

  expect(last.status).toBe(429);
  expect(await last.text()).toContain('too many tries');
  expect(asked).toEqual(names);
  expect((await type({ name: 'lee', password: PEOPLE.lee.password })).status).toBe(303);
});

test('many names from one place are guesses too, wherever it says that it is', async () => {
  const from = (i: number) => ({ 'x-forwarded-for': `203.0.113.${i}` });
  const guess = (i: number) =>
    new Browser(api.app).submit('/sign-in', { name: `name-${i}`, password: 'guess', to: '/' }, from(i));
  for (let i = 0; i < 50; i += 1) await guess(i);

  expect((await type({})).status).toBe(429);
  expect(asked).toHaveLength(50);
});

test('what is typed stays out of the log', async () => {
  await type({ password: 'a-guess-of-somebody' });

  expect(api.logged()).toContain('/sign-in');
  expect(api.logged()).not.toContain('a-guess-of-somebody');
});

test('a browser that does not name the origin of the form, since its page wants no referrer sent, lets them in as well', async () => {
  const answer = await new Browser(api.app).submit('/sign-in', { name: 'dana', password, to: '/' }, { origin: 'null' });

  expect(answer.status).toBe(303);
});

test('a form of another site signs nobody in', async () => {
  const browser = new Browser(api.app);
  const frame = { origin: 'null', 'sec-fetch-site': 'cross-site' };
  for (const headers of [{ origin: 'https://evil.example.test' }, { 'sec-fetch-site': 'cross-site' }, frame])
    expect((await browser.submit('/sign-in', { name: 'dana', password, to: '/' }, headers)).status).toBe(403);

  expect(asked).toEqual([]);
  expect(browser.cookies.size).toBe(0);
});

test('a directory that is away is said to be away', async () => {
  await directory.close();
  const answer = await type({});

  expect(answer.status).toBeGreaterThanOrEqual(500);
  expect(answer.headers.getSetCookie()).toEqual([]);
});
