import { createAppAuth } from '@octokit/auth-app';
import { Octokit, type RestEndpointMethodTypes } from '@octokit/rest';
import type { Config } from '../config.ts';
import { ClientError } from './client-error.ts';
import type { Fleet } from './github-fleet.ts';

const REQUEST_TIMEOUT_MS = 20_000;

/** Leave to write: GitHub limits how often. */
export interface WritePermits {
  /** Resolves when one write may be made, now. What it throws is thrown by the call that wanted to write. */
  take(): Promise<void>;
}

/** GitHub as Berth's App sees it, for one repository. */
export interface Github {
  readonly owner: string;
  readonly repo: string;
  /**
   * Signed in as the App's installation on the repository; tokens renew themselves, nothing is retried and every call
   * ends after 20 s. Rejects with Octokit's `RequestError` while the installation cannot be found.
   */
  octokit(): Promise<Octokit>;
}

/** The App's installation on the repository: what it may do and which events it hears of. */
export type Installation = RestEndpointMethodTypes['apps']['getRepoInstallation']['response']['data'];

/**
 * Makes no call before the first `octokit()`, so a worker starts while GitHub is down.
 * @param permits asked before each write; without them every write is refused.
 */
export function createGithub(config: Pick<Config, 'github'>, permits: WritePermits = READS_ONLY): Github {
  const [owner = '', repo = ''] = config.github.fleet.split('/');
  let signedIn: Promise<Octokit> | undefined;
  return {
    owner,
    repo,
    octokit() {
      signedIn ??= signIn(config.github, { owner, repo }, permits).catch((error: unknown) => {
        signedIn = undefined;
        throw error;
      });
      return signedIn;
    },
  };
}

const READS_ONLY: WritePermits = {
  take: () => Promise.reject(new ClientError('Configuration', 'This part of Berth only reads GitHub.')),
};

async function signIn(
  config: Config['github'],
  { owner, repo }: { readonly owner: string; readonly repo: string },
  permits: WritePermits,
): Promise<Octokit> {
  const { id } = await readInstallation(config, owner, repo);
  const octokit = connect(config, id);
  octokit.hook.before('request', async ({ method, url }) => {
    if (isWrite(method, url)) await permits.take();
  });
  return octokit;
}

/** Signing in makes nothing that anybody sees. */
const isWrite = (method: string, url: string) =>
  method !== 'GET' && method !== 'HEAD' && !url.startsWith('/app/installations/');

/** Rejects with Octokit's `RequestError` while the installation cannot be found. */
export async function findInstallation({ github }: Pick<Config, 'github'>): Promise<Installation> {
  const [owner = '', repo = ''] = github.fleet.split('/');
  return readInstallation(github, owner, repo);
}

async function readInstallation(config: Config['github'], owner: string, repo: string): Promise<Installation> {
  return (await connect(config).rest.apps.getRepoInstallation({ owner, repo })).data;
}

/** A repository (`owner/name`) as whoever holds a token sees it. Calls end after 20 s and are not retried. */
export function createTokenFleet(access: { baseUrl: string; token: string; repository: string }): Fleet {
  const { rest, paginate } = new Octokit({ baseUrl: access.baseUrl, auth: access.token, ...COMMON });
  const [owner = '', repo = ''] = access.repository.split('/');
  return { rest, paginate, at: { owner, repo } };
}

function connect(config: Config['github'], installationId?: number): Octokit {
  return new Octokit({
    baseUrl: config.baseUrl,
    authStrategy: createAppAuth,
    auth: {
      appId: config.appId,
      privateKey: config.privateKey.reveal(),
      ...(installationId === undefined ? {} : { installationId }),
    },
    ...COMMON,
  });
}

function fetchInTime(url: string | URL | Request, options: RequestInit = {}): Promise<Response> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  return fetch(url, { ...options, signal });
}

/** Failures are told by whoever called, once, in words; not by the client as well. */
function silent(): void {}

const COMMON = {
  userAgent: 'berth',
  request: { fetch: fetchInTime },
  log: { debug: silent, info: silent, warn: silent, error: silent },
} as const;
