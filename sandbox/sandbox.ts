import type { RunningCluster } from './cluster/server.ts';
import type { RunningDirectory } from './directory/server.ts';
import type { GithubServer } from './github/server.ts';
import type { SandboxIssuer } from './issuer/issuer.ts';
import type { SandboxContext } from './kit/context.ts';
import type { RunningMail } from './mail/mail.ts';
import type { RunningSlack } from './slack/server.ts';

export const REQUESTS_MAILBOX = { address: 'requests@example.test', password: 'Sandbox-requests-1' } as const;

export interface SandboxOptions {
  /** A folder of this run's own. */
  readonly folder: string;
  /** Where Berth's API will answer: webhooks and links go there. */
  readonly apiPort: number;
  readonly temporalAddress: string;
  readonly temporalUiUrl?: string;
  /** Changes to the configuration that the sandbox writes, by top-level key. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Every outside system of Berth, as one running whole. */
export interface Sandbox {
  readonly context: SandboxContext;
  readonly apiUrl: string;
  /** The `berth.yaml` that points Berth at this sandbox. */
  readonly configFile: string;
  readonly directory: RunningDirectory;
  readonly mail: RunningMail;
  readonly github: GithubServer;
  readonly slack: RunningSlack;
  readonly issuer: SandboxIssuer;
  readonly clusters: ReadonlyMap<string, RunningCluster>;
  close(): Promise<void>;
}
