import type { Hono } from 'hono';
import { PEOPLE } from '../../sandbox/people.ts';
import { PUBLIC_URL, type TestApi } from './api.ts';

interface BrowserCall {
  readonly method?: 'POST' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
}

/** A browser as far as cookies go: what it is given it keeps by name and sends back. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Every Set-Cookie line it was sent. */
  readonly given: string[] = [];
  readonly #app: Hono;

  constructor(app: Hono) {
    this.#app = app;
  }

  /** Another with the same cookies, as a thief would have. */
  copy(): Browser {
    const copy = new Browser(this.#app);
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    return copy;
  }

  async call(path: string, { headers: given = {}, ...init }: BrowserCall = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...given, ...(cookie ? { cookie } : {}) };
    const answer = await this.#app.request(new URL(path, PUBLIC_URL).href, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  /** A write as the portal sends one. */
  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Response> {
    const own = { origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin', 'berth-channel': 'portal' };
    const all = { 'content-type': 'application/json', ...own, ...headers };
    return this.call(path, { method: 'POST', headers: all, body: JSON.stringify(body) });
  }

  /** A form as a page of ours sends one. */
  submit(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const own = { origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' };
    return this.call(path, { method: 'POST', headers: { ...own, ...headers }, body: new URLSearchParams(fields) });
  }

  #keep(line: string): void {
    this.given.push(line);
    const [pair = '', ...attributes] = line.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(name.length + 1);
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** Types name and password at the issuer. @returns where it sends the browser back to. */
export async function typeAtIssuer(authorize: string, person: keyof typeof PEOPLE): Promise<URL> {
  const page = await (await fetch(authorize)).text();
  const transaction = /name="transaction" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const { id, password } = PEOPLE[person];
  const answer = await fetch(new URL('/authorize', authorize), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ transaction, username: id, password }),
  });
  return new URL(answer.headers.get('location') ?? '');
}

/** Signs the browser in from the beginning. @returns Berth's last answer. */
export async function signInAs(browser: Browser, person: keyof typeof PEOPLE, to = '/'): Promise<Response> {
  const begun = await browser.call(`/sign-in?to=${encodeURIComponent(to)}`);
  const back = await typeAtIssuer(begun.headers.get('location') ?? '', person);
  return browser.call(`${back.pathname}${back.search}`);
}

/** A browser in which this person is signed in. */
export async function signedInBrowser({ app }: Pick<TestApi, 'app'>, person: keyof typeof PEOPLE): Promise<Browser> {
  const browser = new Browser(app);
  await signInAs(browser, person);
  return browser;
}
