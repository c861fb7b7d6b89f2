/*
 * Everything around Berth, real where it can be had: each part as its own processes, and the `berth.yaml` that points
 * at them. GitHub, Slack and the issuer of tokens are sold as services, so they stay the sandbox's servers.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { installBerth } from '../sandbox/berth-tool.ts';
import { type GithubServer, startGithub } from '../sandbox/github/server.ts';
import { ISSUER_AUDIENCE, type SandboxIssuer, startIssuer } from '../sandbox/issuer/issuer.ts';
import type { SandboxContext } from '../sandbox/kit/context.ts';
import { Faults } from '../sandbox/kit/faults.ts';
import { WriteLog } from '../sandbox/kit/write-log.ts';
import { type RunningSlack, startSlack } from '../sandbox/slack/server.ts';
import { mailAccounts } from '../sandbox/start.ts';
import { type ConfigOptions, writeConfig } from '../sandbox/write-config.ts';
import { type RunningMachines, startMachines } from './ansible/machines.ts';
import type { StackCluster } from './cluster/cluster.ts';
import { startStackClusters } from './cluster/clusters.ts';
import { type StackDirectory, startDirectory } from './directory/directory.ts';
import { groupsOf } from './directory/groups.ts';
import { stackFleetFiles } from './fleet.ts';
import { makeStackContext, type RunningPart, type StackContext } from './kit/context.ts';
import { type StackMail, startMail } from './mail/mail.ts';
import { withPlanAccounts } from './tofu/plan-account.ts';
import { type RunningTofu, startTofu } from './tofu/tofu.ts';

/** What a request for a machine of that name on that cluster asks for; without somebody who makes machines, it is there. */
const MACHINES = ['payments-billing.cluster-west-prod.example.test'];

export interface StackOptions extends ConfigOptions {
  /** A folder of this run's own. */
  readonly folder: string;
  /** Told what is started. */
  say?(line: string): void;
}

/** All parts, as one running whole. */
export interface Stack {
  readonly context: StackContext;
  /** What the sandbox's servers among them were given: faults and the log of writes. */
  readonly sandbox: SandboxContext;
  readonly apiUrl: string;
  /** The `berth.yaml` that points Berth at this stack. */
  readonly configFile: string;
  readonly directory: StackDirectory;
  readonly mail: StackMail;
  readonly clusters: ReadonlyMap<string, StackCluster>;
  readonly github: GithubServer;
  readonly slack: RunningSlack;
  readonly issuer: SandboxIssuer;
  readonly tofu: RunningTofu;
  readonly machines: RunningMachines;
  close(): Promise<void>;
}

/**
 * Starts every part; what was started is ended again when one does not come up.
 * @throws MissingPrograms, or the error of the part that did not come up.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const parts: RunningPart[] = [];
  const close = async () => {
    for (let last = parts.pop(); last; last = parts.pop()) await last.close();
  };
  try {
    return { ...(await build(options, parts)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(options: StackOptions, parts: RunningPart[]): Promise<Omit<Stack, 'close'>> {
  const context = await makeStackContext(options.folder);
  const sandbox = await sandboxContext(context);
  const start = async <T extends RunningPart>(what: string, part: Promise<T>): Promise<T> => {
    const started = await part;
    parts.push(started);
    options.say?.(`${what} is up`);
    return started;
  };
  const apiUrl = `http://127.0.0.1:${options.apiPort}`;
  const webhookSecret = randomBytes(16).toString('hex');
  const webhook = { url: `${apiUrl}/webhooks/github`, secret: webhookSecret };
  const directory = await start('Directory (Samba)', startDirectory(context));
  const mail = await start('Mail (Dovecot, Postfix)', startMail(context, { accounts: mailAccounts() }));
  const groups = async (id: string) => groupsOf(await directory.entries(), id);
  const github = await start('GitHub (sandbox)', startGithub(sandbox, { fleetFiles: stackFleetFiles(), webhook }));
  const slack = await start('Slack (sandbox)', startSlack(sandbox, { interactivityUrl: `${apiUrl}/webhooks/slack` }));
  const issuer = await start('Issuer of tokens (sandbox)', startIssuer(sandbox, { https: true, groupsOf: groups }));
  // Flux only reads.
  const fleet = { url: github.gitUrl, username: 'flux', password: github.tokenOf('dana-field') };
  const peopleIssuer = { url: issuer.url, audience: ISSUER_AUDIENCE, caFile: context.authority.caFile };
  const clusters = await startStackClusters(context, { fleet, issuer: peopleIssuer, started: start });
  const tofu = await start('OpenTofu and its states', startTofu(context));
  const machines = await start('Machines (Ansible)', startMachines(context, { names: MACHINES }));
  const secrets = Object.fromEntries([...clusters].map(([name, { kubeconfig }]) => [name, { KUBECONFIG: kubeconfig }]));
  github.setActions({ secrets, tools: installBerth(join(options.folder, 'tools')) });
  const systems = { directory, mail, github, slack, issuer };
  const plannable = await withPlanAccounts(clusters, context.authority.cert);
  const configFile = writeConfig(join(options.folder, 'config'), {
    ...options,
    ...systems,
    clusters: plannable,
    infrastructure: { opentofu: tofu, ansible: { ...machines.settings } },
    caFile: context.authority.caFile,
    apiUrl,
    webhookSecret,
  });
  return { context, sandbox, apiUrl, configFile, ...systems, clusters, tofu, machines };
}

/** The sandbox's servers show a certificate of the stack's authority, since Berth is told one for all. */
async function sandboxContext({ folder, authority }: StackContext): Promise<SandboxContext> {
  const hosts = ['127.0.0.1', 'localhost'];
  const { key, cert } = await authority.issue('sandbox', { commonName: 'Berth sandbox', hosts });
  const tls = { key, cert, caFile: authority.caFile };
  return { folder: join(folder, 'sandbox'), tls, writes: new WriteLog(), faults: new Faults() };
}
