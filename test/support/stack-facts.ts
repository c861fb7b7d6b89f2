/* What stands on a cluster of the stack for one environment, read with all rights, whatever Berth says of it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Condition, KubeObject } from '../../sandbox/cluster/objects.ts';
import type { StackAround } from './stack-stage.ts';

const run = promisify(execFile);

export interface Facts {
  /** What the request's own walls allow; undefined without a quota. */
  readonly quota: Readonly<Record<string, string>> | undefined;
  /** `<role> <group>` of every role binding to a group. */
  readonly rights: readonly string[];
  /** Whether Flux is done with it. */
  readonly flux: 'ready' | 'not ready' | 'absent';
  /** The tree in Git that Flux has applied last of this environment's folder. */
  readonly tree: string | undefined;
  readonly database: KubeObject | undefined;
}

/** Undefined when the cluster has no such namespace. */
export async function readFacts(around: StackAround, cluster: string, environment: string): Promise<Facts | undefined> {
  const objects = (await around.stack.clusters.get(cluster)?.objects()) ?? [];
  if (!objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === environment)) return undefined;
  const inside = objects.filter(({ metadata }) => metadata.namespace === environment);
  const flux = objects.find(({ kind, metadata }) => kind === 'Kustomization' && metadata.name === environment);
  const { conditions = [], lastAppliedRevision = '' } = (flux?.['status'] ?? {}) as FluxStatus;
  const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  const quota = inside.find(({ kind }) => kind === 'ResourceQuota')?.['spec'] as { hard: Facts['quota'] } | undefined;
  const commit = lastAppliedRevision.split(':').at(-1);
  return {
    quota: quota?.hard,
    rights: inside.flatMap(groupRights).toSorted(),
    flux: flux ? (isReady ? 'ready' : 'not ready') : 'absent',
    tree: commit ? await treeAt(around, commit, cluster, environment) : undefined,
    database: inside.find(({ apiVersion }) => apiVersion.startsWith('postgresql.cnpg.io/')),
  };
}

/** The tree of an environment's folder on one cluster, as a commit has it. */
export async function treeAt(
  { github }: StackAround,
  commit: string,
  cluster: string,
  environment: string,
): Promise<string> {
  const path = `${commit}:clusters/${cluster}/apps/${environment}`;
  const { stdout } = await run('git', ['--git-dir', github.repositoryFolder, 'rev-parse', path]);
  return stdout.trim();
}

interface FluxStatus {
  readonly conditions?: readonly Condition[];
  /** `main@sha1:<commit>`. */
  readonly lastAppliedRevision?: string;
}

interface Binding {
  readonly roleRef: { readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string }[];
}

function groupRights(object: KubeObject): string[] {
  if (object.kind !== 'RoleBinding') return [];
  const { roleRef, subjects = [] } = object as unknown as Binding;
  return subjects.filter(({ kind }) => kind === 'Group').map(({ name }) => `${roleRef.name} ${name}`);
}
