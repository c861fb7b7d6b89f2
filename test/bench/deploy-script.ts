/*
 * One environment by a script, of the same files on the same servers: the same `tofu apply`, then the same `git push`,
 * then it asks Flux to look, as Berth does, and watches. If it fails, all is lost; that is what Berth is for.
 */
import { KubeConfig, type KubernetesObject } from '@kubernetes/client-node';
import { inTofuFolder } from '../../src/clients/tofu-folder.ts';
import { backendFile } from '../../src/infrastructure/tofu-backend.ts';
import { makeAccount } from '../../stack/cluster/account.ts';
import { kubeconfig } from '../../stack/cluster/kubeconfig.ts';
import { CLUSTER, type DeployStage } from './deploy-stage.ts';
import { watchUntil } from './deploy-watch.ts';
import { cloneFleet, type FleetClone } from './fleet-clone.ts';

/** Milliseconds of one environment. */
export interface ScriptTimes {
  readonly startToReady: number;
  readonly parts: Readonly<Record<ScriptPart, number>>;
}

export type ScriptPart = 'tofu' | 'push' | 'flux';

export interface DeployScript {
  /** Makes an environment of this project's name. @throws Error */
  deploy(project: string): Promise<ScriptTimes>;
}

/** What Berth has rendered for one project, by path. */
export interface Template {
  readonly project: string;
  readonly files: ReadonlyMap<string, string>;
}

/** A script that makes the same of the files that Berth merged as `mergeSha` for this project. */
export async function writeScript(stage: DeployStage, project: string, mergeSha: string): Promise<DeployScript> {
  const clone = await cloneFleet(stage.around.github.repositoryFolder, stage.folder);
  const template = { project, files: await clone.filesOf(mergeSha) };
  const watcher = await watcherOn(stage);
  return { deploy: (name) => deploy({ stage, clone, watcher }, filesFor(template, name), name) };
}

interface Tools {
  readonly stage: DeployStage;
  readonly clone: FleetClone;
  readonly watcher: KubeConfig;
}

function filesFor({ project, files }: Template, name: string): Map<string, string> {
  const renamed = (text: string) => text.replaceAll(project, name);
  return new Map([...files].map(([path, content]) => [renamed(path), renamed(content)]));
}

async function deploy(tools: Tools, files: ReadonlyMap<string, string>, project: string): Promise<ScriptTimes> {
  const environment = `${project}-prod`;
  const started = performance.now();
  await applyWalls(tools.stage, files, environment);
  const applied = performance.now();
  const commit = await tools.clone.push(files, `Add ${environment}`);
  const pushed = performance.now();
  await askFlux(tools.stage);
  await untilReady(tools, environment, commit);
  const ready = performance.now();
  const parts = { tofu: applied - started, push: pushed - applied, flux: ready - pushed };
  return { startToReady: ready - started, parts };
}

async function applyWalls(stage: DeployStage, files: ReadonlyMap<string, string>, environment: string): Promise<void> {
  const { infrastructure, clusters } = stage.config;
  const opentofu = infrastructure.opentofu as NonNullable<typeof infrastructure.opentofu>;
  const { kubeconfig } = clusters[CLUSTER] as (typeof clusters)[string];
  const order = {
    program: opentofu.program,
    environment: opentofu.environment,
    kubeconfig,
    files: {
      'main.tf.json': files.get(`infrastructure/${CLUSTER}/${environment}/main.tf.json`) ?? '',
      'backend.tf.json': backendFile(opentofu.backend, CLUSTER, environment),
    },
    signal: new AbortController().signal,
  };
  await inTofuFolder(order, async (tofu) => {
    await tofu.run(['init', '-input=false', '-no-color']);
    await tofu.run(['apply', '-input=false', '-no-color', '-auto-approve']);
  });
}

const FLUX = 'flux-system';

async function askFlux({ around }: DeployStage): Promise<void> {
  const path = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${FLUX}/gitrepositories/${FLUX}`;
  const annotations = { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() };
  const { admin } = clusterOf(around);
  await admin.send('PATCH', path, { metadata: { annotations } }, 'application/merge-patch+json');
}

interface Kustomization extends KubernetesObject {
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly observedGeneration?: number;
    /** `main@sha1:<commit>`. */
    readonly lastAppliedRevision?: string;
  };
}

async function untilReady({ watcher, clone }: Tools, environment: string, commit: string): Promise<void> {
  const path = `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${FLUX}/kustomizations`;
  await watchUntil(watcher, { path, name: environment }, async (object) => {
    const { metadata, status = {} }: Kustomization = object;
    const { conditions = [], observedGeneration, lastAppliedRevision = '' } = status;
    const isReady = conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
    if (!isReady || observedGeneration !== metadata?.generation) return false;
    return clone.contains(lastAppliedRevision.split(':').at(-1) ?? '', commit);
  });
}

function clusterOf({ stack }: DeployStage['around']) {
  const cluster = stack.clusters.get(CLUSTER);
  if (!cluster) throw new Error(`the stack has no ${CLUSTER}`);
  return cluster;
}

/** An account that may watch Kustomizations. */
async function watcherOn({ around }: DeployStage): Promise<KubeConfig> {
  const { admin, url } = clusterOf(around);
  const rule = { apiGroups: ['kustomize.toolkit.fluxcd.io'], resources: ['kustomizations'], verbs: ['list', 'watch'] };
  const token = await makeAccount(admin, 'bench', [rule]);
  const ca = around.stack.context.authority.cert;
  const config = new KubeConfig();
  config.loadFromString(kubeconfig({ cluster: CLUSTER, url, ca, user: 'bench', credentials: { token } }));
  return config;
}
