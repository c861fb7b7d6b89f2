import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { RunningDirectory } from './directory/server.ts';
import type { GithubServer } from './github/server.ts';
import { BERTH_CLIENT_SECRET } from './issuer/issuer.ts';
import type { RunningMail } from './mail/mail.ts';
import { REQUESTS_MAILBOX, type SandboxOptions } from './sandbox.ts';
import type { RunningSlack } from './slack/server.ts';

/** What Berth is told of the systems around it, whoever runs them. */
export interface Endpoints {
  readonly directory: Pick<RunningDirectory, 'servers' | 'baseDn' | 'bindUser' | 'bindPassword' | 'upnSuffix'>;
  readonly mail: Pick<RunningMail, 'smtpUrl' | 'imapUrl'>;
  readonly github: Pick<GithubServer, 'url' | 'appId' | 'privateKey' | 'fleet'>;
  readonly slack: Pick<RunningSlack, 'url' | 'token' | 'signingSecret'>;
  readonly issuer: { readonly url: string };
  readonly clusters: ReadonlyMap<string, { readonly kubeconfig: string; readonly planKubeconfig?: string }>;
  /** What applies walls and configures machines; nothing where neither is left to the worker itself. */
  readonly infrastructure?: Infrastructure;
}

/** `infrastructure` of `berth.yaml`, with what its secret files hold. */
export interface Infrastructure {
  readonly opentofu?: {
    readonly program: string;
    readonly backend: { readonly type: string; readonly settings: Readonly<Record<string, string>> };
    readonly environment: string;
    readonly planEnvironment: string;
  };
  readonly ansible?: Readonly<Record<string, string>>;
}

export type ConfigOptions = Omit<SandboxOptions, 'folder'>;

interface Parts extends Endpoints, ConfigOptions {
  readonly apiUrl: string;
  /** The authority of every server's certificate. */
  readonly caFile: string;
  readonly webhookSecret: string;
}

/** Writes `berth.yaml` and the secrets it names; returns the path of the former. */
export function writeConfig(folder: string, parts: Parts): string {
  mkdirSync(folder, { recursive: true });
  const secret = (name: string, value: string) => {
    writeFileSync(join(folder, name), `${value}\n`, { mode: 0o600 });
    return name;
  };
  const infrastructure = parts.infrastructure ? infrastructureOf(parts.infrastructure, secret) : {};
  const config = { ...systems(parts, secret), ...infrastructure, ...berth(parts, secret), ...parts.config };
  const file = join(folder, 'berth.yaml');
  writeFileSync(file, stringify(config));
  return file;
}

type WriteSecret = (name: string, value: string) => string;

function systems({ mail, directory, github, slack, clusters, webhookSecret }: Parts, secret: WriteSecret) {
  const { address, password } = REQUESTS_MAILBOX;
  const passwordFile = secret('mail-password', password);
  const kubeconfigs = [...clusters].map(([name, { kubeconfig, planKubeconfig }]) => {
    const plan = planKubeconfig ? { planKubeconfigFile: secret(`${name}-plan.yaml`, planKubeconfig) } : {};
    return [name, { kubeconfigFile: secret(`${name}.yaml`, kubeconfig), ...plan }];
  });
  return {
    mailboxes: [
      {
        name: 'requests',
        imap: mail.imapUrl(address),
        user: address,
        passwordFile,
        trustedAuthserv: 'mx.example.test',
      },
    ],
    smtp: { url: mail.smtpUrl, from: address, user: address, passwordFile },
    directory: {
      servers: directory.servers,
      baseDn: directory.baseDn,
      bindUser: directory.bindUser,
      bindPasswordFile: secret('bind-password', directory.bindPassword),
      upnSuffix: directory.upnSuffix,
    },
    github: {
      baseUrl: github.url,
      appId: github.appId,
      writes: { perMinute: 6000, perHour: 100_000 },
      privateKeyFile: secret('github-app.pem', github.privateKey),
      fleet: github.fleet,
      webhookSecretFile: secret('github-webhook', webhookSecret),
    },
    slack: {
      apiUrl: slack.url,
      tokenFile: secret('slack-token', slack.token),
      signingSecretFile: secret('slack-signing', slack.signingSecret),
      channel: 'C0BERTH',
    },
    clusters: Object.fromEntries(kubeconfigs),
  };
}

function infrastructureOf({ opentofu, ansible }: Infrastructure, secret: WriteSecret) {
  return {
    infrastructure: { ...(opentofu ? { opentofu: tofuOf(opentofu, secret) } : {}), ...(ansible ? { ansible } : {}) },
  };
}

function tofuOf(opentofu: NonNullable<Infrastructure['opentofu']>, secret: WriteSecret) {
  const { environment, planEnvironment, program, backend } = opentofu;
  const environmentFile = secret('opentofu.env', environment);
  const planEnvironmentFile = secret('opentofu-plan.env', planEnvironment);
  return { program, backend, environmentFile, planEnvironmentFile };
}

function berth(parts: Parts, secret: WriteSecret) {
  const { temporalAddress, temporalUiUrl, apiUrl, apiPort, issuer, signIn, caFile } = parts;
  const atIssuer = { issuer: issuer.url, clientSecretFile: secret('oidc-client', BERTH_CLIENT_SECRET) };
  return {
    temporal: { address: temporalAddress, ...(temporalUiUrl ? { uiUrl: temporalUiUrl } : {}) },
    publicUrl: apiUrl,
    api: { port: apiPort },
    auth: {
      ...(signIn === 'directory' ? {} : atIssuer),
      decisionKeyFile: secret('decision-key', randomBytes(32).toString('hex')),
    },
    plainSignals: 'trusted',
    caFile,
  };
}
