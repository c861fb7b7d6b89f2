/*
 * A Kubernetes control plane without containers: etcd, kube-apiserver, kube-controller-manager with all controllers and
 * kube-scheduler, as processes on loopback. RBAC, quota, limits, pod security and admission policies are in force.
 *
 * Other than in production: etcd does not wait for the disk, so a power failure may lose data (a killed process does
 * not); nobody evicts or fences, there is one of each.
 */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../scripts/kit/ports.ts';
import { partFolder, type StackContext } from '../kit/context.ts';
import type { DaemonOrder } from '../kit/daemon.ts';
import { flags } from '../kit/flags.ts';
import type { Service, ServiceGroup } from '../kit/service.ts';
import { KUBERNETES_PROGRAMS } from '../programs/kubernetes.ts';
import { pathsOf } from '../programs/program.ts';
import { type AdminApi, adminApi } from './admin-api.ts';
import { authenticationConfiguration, type PeopleIssuer } from './authentication.ts';
import { type ClusterCertificates, type ClusterClient, clusterCertificates } from './certificates.ts';
import { kubeconfig } from './kubeconfig.ts';

export interface ControlPlaneOptions {
  /** Name of the cluster, e.g. `cluster-east-prod`. */
  readonly name: string;
  /** People can sign in with tokens of this issuer; nobody can without one. */
  readonly issuer?: PeopleIssuer;
}

/** A control plane that answers calls: whoever only talks to it need not wait for the rest. */
export interface ControlPlane {
  readonly name: string;
  readonly url: string;
  /** Folder of this cluster's files. */
  readonly folder: string;
  readonly admin: AdminApi;
  /** File with the kubeconfig of one of the cluster's own clients. */
  kubeconfigFile(client: ClusterClient): string;
  /** Starts what works on what is stored, controllers and scheduler; answers all four. @throws Error */
  startRest(): Promise<Record<ControlPlanePart, Service>>;
}

export type ControlPlanePart = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler';

/** What the orders of the four processes are made of. */
interface Site {
  readonly name: string;
  readonly folder: string;
  readonly programs: Readonly<Record<ControlPlanePart, string>>;
  readonly certificates: ClusterCertificates;
  readonly ports: { readonly api: number; readonly etcd: number; readonly peer: number; readonly scheduler: number };
  readonly admin: AdminApi;
  readonly issuer: PeopleIssuer | undefined;
  kubeconfigFile(client: ClusterClient): string;
}

/** An API server drains its watches for up to a minute. */
const API_GRACE_MS = 1_000;

/**
 * Starts etcd and the API server; `group` is told of each, and ends what was started.
 * @throws MissingPrograms, or Error with the last lines of what did not get ready.
 */
export async function startControlPlane(
  context: StackContext,
  group: ServiceGroup,
  options: ControlPlaneOptions,
): Promise<ControlPlane> {
  const site = await prepare(context, options);
  const etcd = await group.start(etcdOrder(site));
  const api = await group.start(apiServerOrder(site));
  const { name, folder, admin, kubeconfigFile } = site;
  const startRest = async () => {
    const [controllers, scheduler] = await Promise.all([
      group.start(controllersOrder(site)),
      group.start(schedulerOrder(site)),
    ]);
    return {
      etcd,
      'kube-apiserver': api,
      'kube-controller-manager': controllers,
      'kube-scheduler': scheduler,
    };
  };
  return { name, url: urlOf(site.ports.api), folder, admin, kubeconfigFile, startRest };
}

const urlOf = (port: number) => `https://127.0.0.1:${port}`;

async function prepare(context: StackContext, { name, issuer }: ControlPlaneOptions): Promise<Site> {
  const { etcd, 'kube-apiserver': apiServer, ...others } = KUBERNETES_PROGRAMS;
  const programs = pathsOf({
    etcd,
    'kube-apiserver': apiServer,
    'kube-controller-manager': others['kube-controller-manager'],
    'kube-scheduler': others['kube-scheduler'],
  });
  const folder = partFolder(context, name);
  const certificates = await clusterCertificates(context.authority);
  const [api = 0, client = 0, peer = 0, scheduler = 0] = await freePorts(4);
  const url = urlOf(api);
  const signingKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  writeFileSync(join(folder, 'sa.key'), signingKey.export({ type: 'sec1', format: 'pem' }), { mode: 0o600 });
  return {
    name,
    folder,
    programs,
    certificates,
    issuer,
    ports: { api, etcd: client, peer, scheduler },
    admin: adminApi({ url, ca: certificates.ca, credentials: certificates.clients.admin }),
    kubeconfigFile: (user) => {
      const file = join(folder, `${user}.kubeconfig`);
      const credentials = certificates.clients[user];
      writeFileSync(file, kubeconfig({ cluster: name, url, ca: certificates.ca, user, credentials }), { mode: 0o600 });
      return file;
    },
  };
}

function etcdOrder({ name, folder, programs, ports }: Site): DaemonOrder {
  const [client, peer] = [`http://127.0.0.1:${ports.etcd}`, `http://127.0.0.1:${ports.peer}`];
  return {
    name: `${name}.etcd`,
    program: programs.etcd,
    args: flags({
      name,
      'data-dir': join(folder, 'etcd'),
      'unsafe-no-fsync': true,
      'log-level': 'warn',
      'listen-client-urls': client,
      'advertise-client-urls': client,
      'listen-peer-urls': peer,
      'initial-advertise-peer-urls': peer,
      'initial-cluster': `${name}=${peer}`,
    }),
    ready: async () => (await fetch(`${client}/health`)).ok,
  };
}

function apiServerOrder(site: Site): DaemonOrder {
  const { name, folder, programs, ports, certificates, admin } = site;
  const saKey = join(folder, 'sa.key');
  return {
    name: `${name}.kube-apiserver`,
    program: programs['kube-apiserver'],
    args: flags({
      'etcd-servers': `http://127.0.0.1:${ports.etcd}`,
      'bind-address': '127.0.0.1',
      'secure-port': ports.api,
      // Else it advertises an address of this machine, and refuses loopback.
      'advertise-address': '127.0.0.1',
      'endpoint-reconciler-type': 'none',
      'tls-cert-file': certificates.server.certFile,
      'tls-private-key-file': certificates.server.keyFile,
      'cert-dir': folder,
      'client-ca-file': caFile(site),
      'authorization-mode': 'RBAC',
      'allow-privileged': true,
      'service-cluster-ip-range': '10.96.0.0/16',
      'service-account-issuer': 'https://kubernetes.default.svc',
      'service-account-key-file': saKey,
      'service-account-signing-key-file': saKey,
      ...authenticationFlags(site),
    }),
    graceMs: API_GRACE_MS,
    ready: async () => (await admin.send('GET', '/readyz')) === 'ok',
  };
}

function caFile({ folder, certificates }: Site): string {
  const file = join(folder, 'ca.crt');
  writeFileSync(file, certificates.ca);
  return file;
}

function authenticationFlags({ folder, issuer }: Site): Record<string, string> {
  if (!issuer) return {};
  const file = join(folder, 'authentication.yaml');
  writeFileSync(file, authenticationConfiguration(issuer));
  return { 'authentication-config': file };
}

function controllersOrder(site: Site): DaemonOrder {
  const { name, folder, programs, admin } = site;
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'default', name: 'default' };
  return {
    name: `${name}.kube-controller-manager`,
    program: programs['kube-controller-manager'],
    args: flags({
      kubeconfig: site.kubeconfigFile('kube-controller-manager'),
      'leader-elect': false,
      'secure-port': 0,
      'service-account-private-key-file': join(folder, 'sa.key'),
      'root-ca-file': caFile(site),
      'use-service-account-credentials': true,
      'concurrent-namespace-syncs': 10,
    }),
    ready: async () => (await admin.get(account)) !== undefined,
  };
}

function schedulerOrder(site: Site): DaemonOrder {
  const { name, programs, ports, certificates } = site;
  return {
    name: `${name}.kube-scheduler`,
    program: programs['kube-scheduler'],
    args: flags({
      kubeconfig: site.kubeconfigFile('kube-scheduler'),
      'leader-elect': false,
      'bind-address': '127.0.0.1',
      'secure-port': ports.scheduler,
      'tls-cert-file': certificates.server.certFile,
      'tls-private-key-file': certificates.server.keyFile,
      'authentication-skip-lookup': true,
      'authorization-always-allow-paths': '/healthz',
    }),
    ready: () => isHealthy(certificates.ca, ports.scheduler),
  };
}

/** Whether a server of the control plane says that it is well. */
async function isHealthy(ca: string, port: number): Promise<boolean> {
  const api = adminApi({ url: urlOf(port), ca });
  try {
    return (await api.send('GET', '/healthz')) === 'ok';
  } finally {
    api.close();
  }
}
