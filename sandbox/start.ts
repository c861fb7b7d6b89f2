/*
 * Every outside system of Berth as local servers, and the `berth.yaml` that points at them. Used by the demo and by
 * tests that play whole requests.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { installBerth } from './berth-tool.ts';
import { type RunningCluster, startCluster } from './cluster/server.ts';
import { startDirectory } from './directory/server.ts';
import { fleetFiles } from './fleet.ts';
import { startGithub } from './github/server.ts';
import { berthClients, startIssuer } from './issuer/issuer.ts';
import { makeContext, type SandboxContext } from './kit/context.ts';
import { startMail } from './mail/mail.ts';
import { PEOPLE } from './people.ts';
import { REQUESTS_MAILBOX, type Sandbox, type SandboxOptions } from './sandbox.ts';
import { startSlack } from './slack/server.ts';
import { writeConfig } from './write-config.ts';

export const CLUSTERS = ['cluster-east-prod', 'cluster-west-prod', 'cluster-east-dev'] as const;

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const context = makeContext(options.folder);
  const apiUrl = `http://127.0.0.1:${options.apiPort}`;
  const webhookSecret = randomBytes(16).toString('hex');
  const webhook = { url: `${apiUrl}/webhooks/github`, secret: webhookSecret };
  const [directory, mail, github, slack, issuer] = await Promise.all([
    startDirectory(context),
    startMail(context, { accounts: mailAccounts() }),
    startGithub(context, { fleetFiles: fleetFiles(), webhook }),
    startSlack(context, { interactivityUrl: `${apiUrl}/webhooks/slack` }),
    startIssuer(context, { clients: berthClients(apiUrl) }),
  ]);
  const clusters = await startClusters(context, github.repositoryFolder);
  github.setActions({ secrets: kubeconfigs(clusters), tools: installBerth(join(options.folder, 'tools')) });
  const servers = { directory, mail, github, slack, issuer, clusters };
  const configFile = writeConfig(join(options.folder, 'config'), {
    ...options,
    ...servers,
    caFile: context.tls.caFile,
    apiUrl,
    webhookSecret,
  });
  return { context, apiUrl, configFile, ...servers, close: () => closeAll(servers) };
}

/** Everybody of the sandbox with a mailbox here, and Berth's own. */
export function mailAccounts() {
  const people = Object.values(PEOPLE).filter((person) => person.mail.endsWith('@example.test'));
  return [REQUESTS_MAILBOX, ...people.map(({ mail, password }) => ({ address: mail, password }))];
}

async function startClusters(context: SandboxContext, gitFolder: string): Promise<Map<string, RunningCluster>> {
  const started = CLUSTERS.map(async (name) => [name, await startCluster(context, { name, gitFolder })] as const);
  return new Map(await Promise.all(started));
}

/** Each cluster is an environment of the fleet repository with its credentials. */
function kubeconfigs(clusters: ReadonlyMap<string, RunningCluster>) {
  return Object.fromEntries([...clusters].map(([name, { kubeconfig }]) => [name, { KUBECONFIG: kubeconfig }]));
}

type Servers = Pick<Sandbox, 'directory' | 'mail' | 'github' | 'slack' | 'issuer' | 'clusters'>;

async function closeAll({ clusters, ...servers }: Servers): Promise<void> {
  await Promise.all([...Object.values(servers), ...clusters.values()].map((server) => server.close()));
}
