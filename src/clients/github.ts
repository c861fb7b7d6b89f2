import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { Config } from '../config.ts';

const REQUEST_TIMEOUT_MS = 20_000;

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

/** Makes no call before the first `octokit()`, so a worker starts while GitHub is down. */
export function createGithub(config: Pick<Config, 'github'>): Github {
  const [owner = '', repo = ''] = config.github.fleet.split('/');
  let signedIn: Promise<Octokit> | undefined;
  return {
    owner,
    repo,
    octokit() {
      signedIn ??= signIn(config.github, owner, repo).catch((error: unknown) => {
        signedIn = undefined;
        throw error;
      });
      return signedIn;
    },
  };
}

async function signIn(config: Config['github'], owner: string, repo: string): Promise<Octokit> {
  const { data: installation } = await connect(config).rest.apps.getRepoInstallation({ owner, repo });
  return connect(config, installation.id);
}

function connect(config: Config['github'], installationId?: number): Octokit {
  return new Octokit({
    baseUrl: config.baseUrl,
    userAgent: 'berth',
    authStrategy: createAppAuth,
    auth: {
      appId: config.appId,
      privateKey: config.privateKey.reveal(),
      ...(installationId === undefined ? {} : { installationId }),
    },
    request: { fetch: fetchInTime },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}

function fetchInTime(url: string | URL | Request, options: RequestInit = {}): Promise<Response> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  return fetch(url, { ...options, signal });
}

/** Failures are told by whoever called, once, in words; not by the client as well. */
function silent(): void {}
