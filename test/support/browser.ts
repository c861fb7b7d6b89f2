/*
 * People at their browsers: the sandbox, a worker and the API as in real use, the portal as it is built, and one Chromium
 * with a context of its own for each person. Waits are for what a person would see; nothing sleeps.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';
import { callPatiently, toward } from '../../scripts/demo/people.ts';
import { type Stage, setStage } from '../../scripts/demo/stage.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { BROWSER_PROGRAMS } from '../../stack/programs/browser.ts';
import { pathsOf } from '../../stack/programs/program.ts';
import { eventually } from './eventually.ts';
import { wholeFile } from './fixture.ts';

const SCREENSHOTS = join(import.meta.dirname, '..', '..', '.berth', 'screenshots');
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** All of a request, on a machine that does other things as well. */
const PLAYED_WITHIN_MS = 120_000;
/** A page that has not shown something by then does not show it: on a busy machine a step takes many seconds. */
const SHOWN_WITHIN_MS = 45_000;
const WIDE = { width: 1280, height: 900 };
/** A small phone in CSS pixels. */
const PHONE = { width: 360, height: 740 };

type Who = keyof typeof PEOPLE;

export interface Portal {
  readonly stage: Stage;
  /** The browser of this person, signed in by the real sign-in page, on the page of this path. */
  signIn(who: Who, path: string, look?: Look): Promise<Page>;
  /** The browser of somebody who has not signed in. */
  visit(path: string, look?: Look): Promise<Page>;
  /** Calls the API as this person, elsewhere: what their browser shows of it comes by itself. */
  act(who: Who, path: string, body?: unknown): Promise<unknown>;
  status(reference: string): Promise<RequestStatus>;
  /** Lets the others do their part, elsewhere, until the request is so far. */
  played(reference: string, far: (status: RequestStatus) => boolean): Promise<void>;
  /** What the policy of the pages has kept a browser from, on any of them so far. */
  readonly refused: readonly string[];
  /** Asks for a project as this person; answers its reference. */
  ask(who: Who, change?: Readonly<Record<string, unknown>>): Promise<string>;
  close(): Promise<void>;
}

type View = `${'wide' | 'phone'} ${'light' | 'dark'}`;

interface Look {
  readonly width?: 'wide' | 'phone';
  readonly scheme?: 'light' | 'dark';
}

const NEW_PROJECT = {
  project: 'payments',
  title: 'Payments API',
  lead: PEOPLE.lee.mail,
  costCentre: 'CC-1042',
  environments: [{ stage: 'dev', regions: ['east'], size: 'S', items: [] }],
};

/** One portal for all tests of the file. It is there inside tests and hooks only. */
export const wholeFilePortal = (): Portal => wholeFile(openPortal);

async function openPortal(): Promise<Portal> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-browser-'));
  const browser = await startBrowser();
  // A browser that stays open would keep the tests from ending.
  const stage = await setStage({ folder, say: () => {} }).catch(async (error: unknown) => {
    await browser.close();
    throw error;
  });
  const { sandbox } = stage;
  const refused: string[] = [];
  const act: Portal['act'] = (who, path, body) => callPatiently(sandbox, PEOPLE[who], path, body);
  const visit: Portal['visit'] = async (path, look = {}) => {
    const page = await (await contextFor(browser, sandbox.apiUrl, look)).newPage();
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
    });
    await page.goto(path);
    return page;
  };
  return {
    stage,
    act,
    visit,
    refused,
    signIn: async (who, path, look) => {
      const page = await visit(path, look);
      await giveName(page, PEOPLE[who]);
      await page.waitForURL(`${sandbox.apiUrl}${path}`);
      return page;
    },
    status: async (reference) => (await act('olga', `/api/requests/${reference}`)) as RequestStatus,
    ask: async (who, change = {}) => {
      const { reference } = (await act(who, '/api/requests', { ...NEW_PROJECT, ...change })) as { reference: string };
      return reference;
    },
    played: (reference, far) => play(stage, reference, far),
    close: async () => {
      await browser.close();
      await stage.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everybody acts through the doors of the demo, each once. */
async function play(stage: Stage, reference: string, far: (status: RequestStatus) => boolean): Promise<void> {
  const nextMove = toward('ready');
  const made = new Set<string>();
  await eventually(async () => {
    const path = `/api/requests/${reference}`;
    const status = (await callPatiently(stage.sandbox, PEOPLE.olga, path)) as RequestStatus;
    if (far(status)) return true;
    const move = nextMove(stage.sandbox, status);
    if (!move || made.has(move.what)) return false;
    made.add(move.what);
    await move.act();
    return false;
  }, PLAYED_WITHIN_MS);
}

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: pathsOf(BROWSER_PROGRAMS).chromium, args: FLAGS });

async function contextFor(browser: Browser, baseURL: string, look: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL,
    viewport: look.width === 'phone' ? PHONE : WIDE,
    hasTouch: look.width === 'phone',
    colorScheme: look.scheme ?? 'light',
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
  });
  context.setDefaultTimeout(SHOWN_WITHIN_MS);
  return context;
}

async function giveName(page: Page, person: SandboxPerson): Promise<void> {
  await page.getByLabel('Name').fill(person.id);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Fails with what is wrong for people who cannot see well, or not at all, or use no mouse. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = serious.flatMap(({ nodes }) => nodes.map(({ html, failureSummary }) => ({ html, failureSummary })));
  expect(told).toEqual([]);
}

/** By how many pixels the page has to be moved sideways to be read. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/**
 * Pictures of the page as it stands, light and dark, wide and on a phone, for people to look at: nothing compares them.
 * @param look looks at it in each of the four.
 */
export async function takePictures(page: Page, name: string, look?: (view: View) => Promise<void>): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  // What stays in place while a page is moved would stand in the middle of it.
  await page.evaluate('scrollTo(0, 0)');
  const before = page.viewportSize();
  for (const [width, size] of Object.entries({ wide: WIDE, phone: PHONE })) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(SCREENSHOTS, `${name}.${width}.${colorScheme}.png`), fullPage: true });
      await look?.(`${width as 'wide' | 'phone'} ${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}
