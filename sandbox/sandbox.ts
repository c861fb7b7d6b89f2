import type { KubeObject } from './cluster/objects.ts';
import type { RunningCluster } from './cluster/server.ts';
import type { RunningDirectory, ShownEntry } from './directory/server.ts';
import type { GithubServer } from './github/server.ts';
import type { SandboxIssuer } from './issuer/issuer.ts';
import type { SandboxContext } from './kit/context.ts';
import type { MailSystem, RunningMail } from './mail/mail.ts';
import type { RunningSlack } from './slack/server.ts';

export const REQUESTS_MAILBOX = { address: 'requests@example.test', password: 'Sandbox-requests-1' } as const;

export interface SandboxOptions {
  /** A folder of this run's own. */
  readonly folder: string;
  /** Where Berth's API will answer: webhooks and links go there. */
  readonly apiPort: number;
  readonly temporalAddress: string;
  readonly temporalUiUrl?: string;
  /** Left out: people sign in at the issuer. Browsers on another machine cannot reach that. */
  readonly signIn?: 'directory';
  /** Changes to the configuration that the sandbox writes, by top-level key. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Everything around Berth, whoever runs it: the sandbox's own servers or real ones. */
export interface Surroundings {
  /** Authority, faults and log of writes of the sandbox's servers among them. */
  readonly context: SandboxContext;
  readonly apiUrl: string;
  /** The `berth.yaml` that points Berth at them. */
  readonly configFile: string;
  readonly directory: {
    /** Everything that the directory holds. */
    entries(): readonly ShownEntry[] | Promise<readonly ShownEntry[]>;
  };
  readonly mail: MailSystem;
  readonly github: GithubServer;
  readonly slack: RunningSlack;
  readonly issuer: SandboxIssuer;
  readonly clusters: ReadonlyMap<string, { objects(): Promise<readonly KubeObject[]> }>;
  close(): Promise<void>;
}

/** Every outside system of Berth, as one running whole. */
export interface Sandbox extends Surroundings {
  readonly directory: RunningDirectory;
  readonly mail: RunningMail;
  readonly clusters: ReadonlyMap<string, RunningCluster>;
}
