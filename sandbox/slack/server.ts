/*
 * Slack for the sandbox: the Web API calls that Berth makes, one workspace of the sandbox's people with the channel
 * #berth, clicks on buttons and modals with texts to fill in, posted and signed as Slack does.
 *
 * As Slack: forms and JSON (where Slack takes it), tokens, blocks and metadata checked, `response_url`, a user id as
 * channel, scopes, 429 with retry-after as a played failure, trigger ids that end after three seconds, forms that are
 * checked before they are sent, answered within three seconds, and closed, replaced or shown again with the app's errors;
 * threads; the tab of the app, `app_home_opened`, the command `/berth`; Socket Mode with one-time addresses.
 * Not here, and refused with 501: every other method, methods by GET, views that are updated by a call, pushed or that
 * tell when they are closed, answers to a click that replace the message, every other event and command.
 * Differs: stricter about blocks and views (see blocks.ts, views.ts); users.* and conversations.history carry the few fields that are
 * read; history has no cursor; mail addresses come with users:read alone; rate limits come only as played failures; a
 * click has no time limit to be answered in; the page asks for no login; all is in memory and ends with the server.
 */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { RunningServer, SandboxContext } from '../kit/context.ts';
import { type Acts, actsAt } from './acts.ts';
import { addApi, type Token } from './api.ts';
import type { Door } from './door.ts';
import type { Env } from './env.ts';
import { addResponses } from './interactivity.ts';
import { pageRoutes } from './page.ts';
import { createSockets } from './sockets.ts';
import { type HomeView, type Message, Store } from './store.ts';
import type { OpenView } from './views.ts';

export interface SlackOptions {
  readonly port?: number;
  /** Where clicks are posted to. */
  readonly interactivityUrl?: string;
}

export interface RunningSlack extends RunningServer, Acts {
  /** The Web API, with its ending slash: `http://127.0.0.1:…/api/`. */
  readonly url: string;
  readonly token: string;
  readonly signingSecret: string;
  /** Where a person may look and click. */
  readonly pageUrl: string;
  /** App-level token, for Socket Mode. */
  readonly appToken: string;
  /** How many connections the app has in Socket Mode. */
  connections(): number;
  /** How many it has opened so far. */
  connectionsOpened(): number;
  /** Has the app open its connections anew, as Slack does every few hours. */
  refreshConnections(): void;
  /** What somebody's tab shows, once the app has published it. */
  home(person: string): HomeView | undefined;
  setInteractivityUrl(url: string): void;
  /** What the token may do from now on. */
  setScopes(scopes: readonly string[]): void;
  /** Forms that people have before them, oldest first. */
  views(): readonly OpenView[];
  /** Oldest first, as they are now. */
  messages(): readonly Message[];
}

/** What the app was installed with. */
const SCOPES = [
  'chat:write',
  'im:write',
  'im:history',
  'channels:history',
  'users:read',
  'users:read.email',
  'commands',
];

/** Starts Slack on loopback. */
export async function startSlack(context: SandboxContext, options: SlackOptions = {}): Promise<RunningSlack> {
  const store = new Store();
  const token: Token = { text: `xoxb-${randomBytes(12).toString('hex')}`, scopes: SCOPES };
  const signingSecret = randomBytes(16).toString('hex');
  const sockets = createSockets();
  const appToken = `xapp-1-${randomBytes(12).toString('hex')}`;
  const to: Door = { url: options.interactivityUrl, signingSecret, responseUrl: '', sockets };
  const acts = actsAt(store, to);
  const app = new Hono<Env>();
  addConnections(app, appToken, sockets);
  addApi(app, context, store, token);
  addResponses(app, store);
  app.route('/', pageRoutes(store, acts));
  app.notFound((c) => c.json({ ok: false, error: 'not_implemented_in_sandbox' }, 501));
  const { server, base } = await listen(app, options.port ?? 0);
  to.responseUrl = `${base}/response/`;
  sockets.attach(server, base);
  return {
    url: `${base}/api/`,
    token: token.text,
    signingSecret,
    appToken,
    connections: () => sockets.count(),
    connectionsOpened: () => sockets.opened(),
    refreshConnections: () => sockets.refresh(),
    ...acts,
    home: (person) => store.home(person),
    pageUrl: `${base}/`,
    setScopes: (scopes) => void (token.scopes = scopes),
    setInteractivityUrl: (url) => void (to.url = url),
    views: () => store.views(),
    messages: () => store.all(),
    close: () => {
      sockets.close();
      return closeServer(server);
    },
  };
}

/** `apps.connections.open`, the one method of the app-level token. */
function addConnections(app: Hono<Env>, appToken: string, sockets: ReturnType<typeof createSockets>): void {
  app.post('/api/apps.connections.open', (c) => {
    const given = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (given === undefined) return c.json({ ok: false, error: 'not_authed' });
    if (given !== appToken) return c.json({ ok: false, error: 'invalid_auth' });
    return c.json({ ok: true, url: sockets.issue() });
  });
}

function listen(app: Hono<Env>, port: number): Promise<{ server: Server; base: string }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (address) => {
      resolve({ server, base: `http://127.0.0.1:${address.port}` });
    }) as Server;
    server.once('error', reject);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
