import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { REQUESTS_MAILBOX, type Sandbox, type SandboxOptions } from './sandbox.ts';

type Parts = SandboxOptions & Omit<Sandbox, 'configFile' | 'close'> & { readonly webhookSecret: string };

/** Writes `berth.yaml` and the secrets it names; returns the path of the former. */
export function writeConfig(folder: string, parts: Parts): string {
  mkdirSync(folder, { recursive: true });
  const secret = (name: string, value: string) => {
    writeFileSync(join(folder, name), `${value}\n`, { mode: 0o600 });
    return name;
  };
  const config = { ...systems(parts, secret), ...berth(parts, secret), ...parts.config };
  const file = join(folder, 'berth.yaml');
  writeFileSync(file, stringify(config));
  return file;
}

type WriteSecret = (name: string, value: string) => string;

function systems({ mail, directory, github, slack, clusters, webhookSecret }: Parts, secret: WriteSecret) {
  const { address, password } = REQUESTS_MAILBOX;
  const passwordFile = secret('mail-password', password);
  const kubeconfigs = [...clusters].map(([name, { kubeconfig }]) => [
    name,
    { kubeconfigFile: secret(`${name}.yaml`, kubeconfig) },
  ]);
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
      writesPerSecond: 50,
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

function berth({ temporalAddress, temporalUiUrl, apiUrl, apiPort, issuer, context }: Parts, secret: WriteSecret) {
  return {
    temporal: { address: temporalAddress, ...(temporalUiUrl ? { uiUrl: temporalUiUrl } : {}) },
    publicUrl: apiUrl,
    api: { port: apiPort },
    auth: { issuer: issuer.url, decisionKeyFile: secret('decision-key', randomBytes(32).toString('hex')) },
    plainSignals: 'trusted',
    caFile: context.tls.caFile,
  };
}
