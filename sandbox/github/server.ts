/*
 * GitHub for the sandbox: the REST calls Berth and its people use, over one real bare git repository that can be
 * cloned and pushed to.
 *
 * As GitHub: App and user tokens, ETag and 304, Link, rate limit headers, 404/405/409/422 where GitHub has them, a
 * deleted branch closes its pull request, a push moves it, the required check `berth/approval` guards main, webhooks
 * are signed and sent once. Actions: `workflow_dispatch` with declared inputs and, when switched on, `pull_request_target`,
 * runs whose steps are real processes on this machine, jobs, logs, cancelling, secrets of environments, masked in logs.
 * Not here, and refused with 501: GraphQL, checks, labels, draft and pending reviews; in a workflow every key,
 * expression and action beyond `run`, `actions/checkout`, `env`, `environment`, `if` with two properties that are equal, and
 * `context.property`.
 * Differs: one repository and one installation, whose permissions are shown but not enforced; classic rules hold for main only, rulesets for branches by whole
 * names with three kinds of rules, of which a push by git is held to main's checks alone; mergeability is computed at once, never `null` while
 * open; the hourly limit counts down but refuses nobody; the secondary limit comes only as a played failure; pull
 * requests, reviews and statuses are in memory and end with the server; the page of a pull request asks for no login.
 * Runs: they show their commit by its hash alone; one runner takes every run at once, whatever `runs-on` says, with no isolation from this machine but the
 * environment; jobs one after the other; `timeout-minutes` ends nothing; a cancelled step is killed at once; a run's token
 * reads everything and writes nothing; secrets belong to environments only, which nobody has to approve.
 * The write log has one line for each call that changed something, pushes too; issued tokens are not written down.
 */
import type { Server } from 'node:http';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import type { RunningServer, SandboxContext } from '../kit/context.ts';
import { makeRunner } from './actions/runner.ts';
import type { ActionsSettings, Run } from './actions/runs.ts';
import { makeApp } from './app.ts';
import { APP_ID, makeAccounts } from './auth.ts';
import type { Exchange } from './exchange.ts';
import { makeRepository } from './git.ts';
import { listBranches } from './history.ts';
import { makeHooks } from './hooks.ts';
import type { Hub } from './hub.ts';
import { emptyState, FLEET, type Pull, type Status, type WebhookTarget } from './state.ts';

export interface GithubOptions {
  readonly port?: number;
  /** What main of the fleet holds at first. */
  readonly fleetFiles: ReadonlyMap<string, string>;
  readonly webhook?: WebhookTarget;
}

/** What happened so far, for assertions. */
export interface GithubInspection {
  readonly pulls: readonly Pull[];
  readonly statuses: readonly Status[];
  /** Branch to commit. */
  readonly branches: ReadonlyMap<string, string>;
  /** Team to logins, pending ones too. */
  readonly teams: ReadonlyMap<string, readonly string[]>;
  /** Runs of workflows, oldest first. */
  readonly dispatches: readonly Run[];
}

export interface GithubServer extends RunningServer {
  readonly gitUrl: string;
  readonly appId: string;
  /** PEM of the App's key. */
  readonly privateKey: string;
  readonly fleet: string;
  /** The bare repository on disk. */
  readonly repositoryFolder: string;
  /** Token of a person by GitHub login. Throws for a login nobody has. */
  tokenOf(login: string): string;
  setWebhook(target: WebhookTarget): void;
  /** What the App's installation says it was granted; its calls are not held to it. */
  setPermissions(permissions: Readonly<Record<string, 'read' | 'write'>>): void;
  /** Gives secrets and tools to the runs that start from now on. */
  setActions(settings: ActionsSettings): void;
  /** Is told every call of the REST API with its answer from now on. */
  setWitness(heard: (exchange: Exchange) => void): void;
  inspect(): Promise<GithubInspection>;
}

/** Starts GitHub with one repository, `example/fleet`. */
export async function startGithub(context: SandboxContext, options: GithubOptions): Promise<GithubServer> {
  const hub = await makeHub(context, options);
  const server = await listen(hub, options.port ?? 0);
  return {
    url: hub.url,
    gitUrl: `${hub.url}/${FLEET}.git`,
    appId: APP_ID,
    privateKey: hub.accounts.privateKey,
    fleet: FLEET,
    repositoryFolder: hub.git.folder,
    tokenOf: (login) => hub.accounts.tokenOf(login),
    setPermissions: (permissions) => void (hub.state.permissions = permissions),
    setWebhook: (target) => void (hub.state.webhook = target),
    setActions: (settings) => void (hub.actions = settings),
    setWitness: (heard) => void (hub.heard = heard),
    inspect: () => inspect(hub),
    async close() {
      await hub.runner.close();
      await hub.hooks.close();
      await closeServer(server);
    },
  };
}

async function makeHub(context: SandboxContext, options: GithubOptions): Promise<Hub> {
  const git = await makeRepository(join(context.folder, 'github', `${FLEET}.git`), options.fleetFiles);
  const state = emptyState();
  state.webhook = options.webhook;
  const hub: Hub = {
    context,
    git,
    state,
    accounts: makeAccounts(),
    hooks: makeHooks(state),
    actions: { secrets: {} },
    heard: undefined,
    runner: makeRunner(() => hub),
    url: '',
  };
  return hub;
}

const KEPT_ALIVE_MS = 60_000;

function listen(hub: Hub, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: makeApp(hub).fetch, hostname: '127.0.0.1', port }, (address) => {
      hub.url = `http://127.0.0.1:${address.port}`;
      resolve(server);
    }) as Server;
    // Node's five seconds are over before a busy machine makes its next call, which then meets a closed connection.
    server.keepAliveTimeout = KEPT_ALIVE_MS;
    server.once('error', reject);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function inspect(hub: Hub): Promise<GithubInspection> {
  const { pulls, statuses, teams, runs } = hub.state;
  return {
    pulls: [...pulls.values()],
    statuses: [...statuses],
    dispatches: structuredClone(runs),
    branches: await listBranches(hub.git),
    teams: new Map([...teams].map(([slug, { members }]) => [slug, [...members.keys()]])),
  };
}
