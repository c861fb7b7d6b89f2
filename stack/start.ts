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
import { CLUSTERS, mailAccounts } from '../sandbox/start.ts';
import { type ConfigOptions, writeConfig } from '../sandbox/write-config.ts';
import { type RunningMachines, startMachines } from './ansible/machines.ts';
import type { StackCluster } from './cluster/cluster.ts';
import { type StackClusters, startStackClusters } from './cluster/clusters.ts';
import { type StackDirectory, startDirectory } from './directory/directory.ts';
import { groupsOf } from './directory/groups.ts';
import { stackFleetFiles } from './fleet.ts';
import { allOrNone } from './kit/all-or-none.ts';
import { makeStackContext, type StackContext } from './kit/context.ts';
import { type StackMail, startMail } from './mail/mail.ts';
import { withPlanAccounts } from './tofu/plan-account.ts';
import { type RunningTofu, startTofu } from './tofu/tofu.ts';

/** What a request for a machine of that name on that cluster asks for; without somebody who makes machines, it is there. */
const MACHINES = ['payments-billing.cluster-west-prod.example.test'];

export interface StackOptions extends ConfigOptions {
  /** A folder of this run's own. */
  readonly folder: string;
  /** Only these clusters; all of them when left out. */
  readonly clusters?: readonly string[];
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
 * Starts every part, all at once; what came up is ended again when one does not.
 * @throws MissingPrograms, or the error of the part that did not come up.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const context = await makeStackContext(options.folder);
  const sandbox = await sandboxContext(context);
  const apiUrl = `http://127.0.0.1:${options.apiPort}`;
  const webhookSecret = randomBytes(16).toString('hex');
  const { clusters: names = CLUSTERS } = options;
  const order = { context, sandbox, apiUrl, webhookSecret, names };
  const parts = await startParts({ ...order, told: teller(options) });
  const close = async () => void (await Promise.all(Object.values(parts).map((part) => part.close())));
  try {
    return {
      ...parts,
      ...order,
      clusters: parts.clusters.byName,
      configFile: await connect(options, order, parts),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Parts = Awaited<ReturnType<typeof startParts>>;

/** Tells each of the others, and Berth of all; returns its `berth.yaml`. */
async function connect(
  options: StackOptions,
  { context, apiUrl, webhookSecret }: Order,
  parts: Parts,
): Promise<string> {
  const { clusters, tofu, machines, ...systems } = parts;
  const secrets = [...clusters.byName].map(([name, { kubeconfig }]) => [name, { KUBECONFIG: kubeconfig }]);
  const tools = installBerth(join(options.folder, 'tools'));
  systems.github.setActions({ secrets: Object.fromEntries(secrets), tools });
  return writeConfig(join(options.folder, 'config'), {
    ...options,
    ...systems,
    clusters: await withPlanAccounts(clusters.byName, context.authority.cert),
    infrastructure: { opentofu: tofu, ansible: { ...machines.settings } },
    caFile: context.authority.caFile,
    apiUrl,
    webhookSecret,
  });
}

/** What the parts are started with. */
interface Order {
  readonly context: StackContext;
  readonly sandbox: SandboxContext;
  readonly apiUrl: string;
  readonly webhookSecret: string;
  /** Of the clusters. */
  readonly names: readonly string[];
}

/** Says how a part's start ended. */
type Told = <T>(what: string, part: Promise<T>) => Promise<T>;

function teller({ say = () => {} }: StackOptions): Told {
  return async (what, part) => {
    try {
      const started = await part;
      say(`${what} is up`);
      return started;
    } catch (error) {
      say(`${what} did not come up: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
  };
}

async function startParts(order: Order & { told: Told }) {
  const { context, sandbox, apiUrl, webhookSecret, told } = order;
  const webhook = { url: `${apiUrl}/webhooks/github`, secret: webhookSecret };
  const startingDirectory = told('Directory (Samba)', startDirectory(context));
  const groups = async (id: string) => groupsOf(await (await startingDirectory).entries(), id);
  const startingGithub = told('GitHub (sandbox)', startGithub(sandbox, { fleetFiles: stackFleetFiles(), webhook }));
  const startingIssuer = told('Issuer (sandbox)', startIssuer(sandbox, { https: true, groupsOf: groups }));
  const [directory, github, issuer, clusters, mail, slack, tofu, machines] = await allOrNone([
    startingDirectory,
    startingGithub,
    startingIssuer,
    startClusters(order, startingGithub, startingIssuer),
    told('Mail (Dovecot, Postfix)', startMail(context, { accounts: mailAccounts() })),
    told('Slack (sandbox)', startSlack(sandbox, { interactivityUrl: `${apiUrl}/webhooks/slack` })),
    told('OpenTofu and its states', startTofu(context)),
    told('Machines (Ansible)', startMachines(context, { names: MACHINES })),
  ]);
  return { directory, mail, github, slack, issuer, clusters, tofu, machines };
}

/** Clusters are told where the fleet is and who says who people are. */
async function startClusters(
  { context, names, told }: Order & { told: Told },
  startingGithub: Promise<GithubServer>,
  startingIssuer: Promise<SandboxIssuer>,
): Promise<StackClusters> {
  const [github, { url }] = await Promise.all([startingGithub, startingIssuer]);
  // Flux only reads.
  const fleet = { url: github.gitUrl, username: 'flux', password: github.tokenOf('dana-field') };
  const issuer = { url, audience: ISSUER_AUDIENCE, caFile: context.authority.caFile };
  return startStackClusters(context, { names, fleet, issuer, told });
}

/** The sandbox's servers show a certificate of the stack's authority, since Berth is told one for all. */
async function sandboxContext({ folder, authority }: StackContext): Promise<SandboxContext> {
  const hosts = ['127.0.0.1', 'localhost'];
  const { key, cert } = await authority.issue('sandbox', { commonName: 'Berth sandbox', hosts });
  const tls = { key, cert, caFile: authority.caFile };
  return { folder: join(folder, 'sandbox'), tls, writes: new WriteLog(), faults: new Faults() };
}
