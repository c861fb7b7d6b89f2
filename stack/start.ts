/*
 * Everything around Berth, real where it can be had: each part as its own processes, and the `berth.yaml` that points
 * at them. GitHub, Slack and the issuer of tokens are sold as services, so they stay the sandbox's servers.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { installBerth } from '../sandbox/berth-tool.ts';
import type { RunningDirectory } from '../sandbox/directory/server.ts';
import { fleetFiles } from '../sandbox/fleet.ts';
import { type GithubServer, startGithub } from '../sandbox/github/server.ts';
import { berthClients, kubernetesClient, type SandboxIssuer, startIssuer } from '../sandbox/issuer/issuer.ts';
import type { SandboxContext } from '../sandbox/kit/context.ts';
import { Faults } from '../sandbox/kit/faults.ts';
import { WriteLog } from '../sandbox/kit/write-log.ts';
import { type RunningSlack, startSlack } from '../sandbox/slack/server.ts';
import { CLUSTERS } from '../sandbox/start.ts';
import { type ConfigOptions, type Endpoints, writeConfig } from '../sandbox/write-config.ts';
import type { RunningMachines } from './ansible/machines.ts';
import type { StackCluster } from './cluster/cluster.ts';
import type { StackDirectory } from './directory/directory.ts';
import { groupsOf } from './directory/groups.ts';
import { describeAccess, stackFleetFiles } from './fleet.ts';
import { allOrNone } from './kit/all-or-none.ts';
import { makeStackContext, type RunningPart, type StackContext } from './kit/context.ts';
import type { StackMail } from './mail/mail.ts';
import { type Order, REAL, type RealPart, type Starters, startersOf } from './starters.ts';
import type { RunningTofu } from './tofu/tofu.ts';

export interface StackOptions extends ConfigOptions {
  /** A folder of this run's own. */
  readonly folder: string;
  /** Only these clusters; all of them when left out. */
  readonly clusters?: readonly string[];
  /** Told what is started. */
  say?(line: string): void;
}

/** Some parts real, the others the sandbox's, as one running whole. */
export interface Around<D, M, C, T, V> {
  readonly context: StackContext;
  /** What the sandbox's servers among them were given: faults and the log of writes. */
  readonly sandbox: SandboxContext;
  readonly apiUrl: string;
  /** The `berth.yaml` that points Berth at this stack. */
  readonly configFile: string;
  readonly directory: D;
  readonly mail: M;
  readonly clusters: ReadonlyMap<string, C>;
  readonly github: GithubServer;
  readonly slack: RunningSlack;
  readonly issuer: SandboxIssuer;
  readonly tofu: T;
  readonly machines: V;
  close(): Promise<void>;
}

/** All parts, real. */
export type Stack = Around<StackDirectory, StackMail, StackCluster, RunningTofu, RunningMachines>;

/**
 * Starts every part, all at once; what came up is ended again when one does not.
 * @throws MissingPrograms, or the error of the part that did not come up.
 */
export const startStack = (options: StackOptions): Promise<Stack> => startAround(options, REAL, stackFleetFiles());

/** The same with these parts real only, and the sandbox's servers in place of the others. @throws as `startStack` does */
export const startSome = (options: StackOptions, real: readonly RealPart[]) =>
  startAround(options, startersOf(real), real.includes('opentofu') ? stackFleetFiles() : fleetFiles());

type Directory = Endpoints['directory'] & RunningPart & Pick<StackDirectory | RunningDirectory, 'entries'>;
type Mail = Endpoints['mail'] & RunningPart;
type Tofu = RunningTofu | undefined;
type Machines = RunningMachines | undefined;

async function startAround<D extends Directory, M extends Mail, C, T extends Tofu, V extends Machines>(
  options: StackOptions,
  starters: Starters<D, M, C, T, V>,
  fleet: ReadonlyMap<string, string>,
): Promise<Around<D, M, C, T, V>> {
  const context = await makeStackContext(options.folder);
  const order: Order = {
    context,
    sandbox: await sandboxContext(context),
    apiUrl: `http://127.0.0.1:${options.apiPort}`,
    webhookSecret: randomBytes(16).toString('hex'),
    names: options.clusters ?? CLUSTERS,
    told: teller(options),
  };
  const parts = await startParts(order, starters, fleet);
  const close = async () => void (await Promise.all(Object.values(parts).map(async (part) => part?.close())));
  try {
    const configFile = await connect(options, order, parts);
    const { sandbox, apiUrl } = order;
    return { ...parts, context, sandbox, apiUrl, clusters: parts.clusters.byName, configFile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What of the parts goes into the configuration. */
interface Connected extends Omit<Endpoints, 'clusters' | 'infrastructure' | 'github'> {
  readonly github: GithubServer;
  readonly clusters: { endpoints(): Promise<Endpoints['clusters']> };
  readonly tofu: Tofu;
  readonly machines: Machines;
}

/** Tells each of the others, and Berth of all; returns its `berth.yaml`. */
async function connect(
  options: StackOptions,
  { context, apiUrl, webhookSecret }: Order,
  { tofu, machines, ...systems }: Connected,
): Promise<string> {
  const clusters = await systems.clusters.endpoints();
  const secrets = [...clusters].map(([name, { kubeconfig }]) => [name, { KUBECONFIG: kubeconfig }]);
  const tools = installBerth(join(options.folder, 'tools'));
  await describeAccess(systems.github.repositoryFolder, systems.issuer.url, clusters);
  systems.github.setActions({ secrets: Object.fromEntries(secrets), tools });
  return writeConfig(join(options.folder, 'config'), {
    ...options,
    ...systems,
    clusters,
    infrastructure: {
      ...(tofu ? { opentofu: tofu } : {}),
      ...(machines ? { ansible: { ...machines.settings } } : {}),
    },
    caFile: context.authority.caFile,
    apiUrl,
    webhookSecret,
  });
}

function teller({ say = () => {} }: StackOptions): Order['told'] {
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

async function startParts<D extends Directory, M extends Mail, C, T extends Tofu, V extends Machines>(
  order: Order,
  starters: Starters<D, M, C, T, V>,
  fleet: ReadonlyMap<string, string>,
) {
  const { sandbox, apiUrl, webhookSecret, told } = order;
  const webhook = { url: `${apiUrl}/webhooks/github`, secret: webhookSecret };
  const startingDirectory = starters.directory(order);
  const groups = async (id: string) => groupsOf(await (await startingDirectory).entries(), id);
  const startingGithub = told('GitHub (sandbox)', startGithub(sandbox, { fleetFiles: fleet, webhook }));
  const startingIssuer = told(
    'Issuer (sandbox)',
    startIssuer(sandbox, { https: true, groupsOf: groups, clients: [...berthClients(apiUrl), kubernetesClient()] }),
  );
  const [directory, github, issuer, clusters, mail, slack, tofu, machines] = await allOrNone([
    startingDirectory,
    startingGithub,
    startingIssuer,
    starters.clusters(order, startingGithub, startingIssuer),
    starters.mail(order),
    told('Slack (sandbox)', startSlack(sandbox, { interactivityUrl: `${apiUrl}/webhooks/slack` })),
    starters.opentofu(order),
    starters.machines(order),
  ]);
  return { directory, mail, github, slack, issuer, clusters, tofu, machines };
}

/** The sandbox's servers show a certificate of the stack's authority, since Berth is told one for all. */
async function sandboxContext({ folder, authority }: StackContext): Promise<SandboxContext> {
  const hosts = ['127.0.0.1', 'localhost'];
  const { key, cert } = await authority.issue('sandbox', { commonName: 'Berth sandbox', hosts });
  const tls = { key, cert, caFile: authority.caFile };
  return { folder: join(folder, 'sandbox'), tls, writes: new WriteLog(), faults: new Faults() };
}
