/* A cluster whose walls people make by hand. */
import { parseAllDocuments } from 'yaml';
import { openGit } from '../../sandbox/github/git.ts';
import type { Stage } from '../../scripts/demo/stage.ts';
import { createGithub } from '../../src/clients/github.ts';
import { createKubernetesClient, type KubernetesObject } from '../../src/clients/kubernetes.ts';
import { loadConfig } from '../../src/config.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { commitByHand } from './bare-repository.ts';

/** The cluster that it is about. */
export const CLUSTER = 'cluster-east-dev';

/** The platform's people change how a cluster is provisioned: one line of its profile. */
export async function setExecutor({ sandbox }: Stage, executor: string): Promise<void> {
  const github = createGithub(loadConfig(sandbox.configFile));
  const { rest } = await github.octokit();
  const file = { owner: github.owner, repo: github.repo, path: `clusters/${CLUSTER}/profile.yaml` };
  const { data } = await rest.repos.getContent(file);
  if (Array.isArray(data) || data.type !== 'file') throw new Error(`${file.path} is no file`);
  const profile = Buffer.from(data.content, 'base64').toString('utf8');
  commitByHand(sandbox.github.repositoryFolder, {
    [file.path]: profile.replace(/^executor: .*$/m, `executor: ${executor}`),
  });
}

/** What the task's commands do: server-side apply of the merged file, as field manager `berth`. */
export async function applyByHand({ sandbox }: Stage, { task }: RequestStatus): Promise<void> {
  const [, name = ''] = /git show (\S+) \|/.exec(task?.commands?.join('\n') ?? '') ?? [];
  const { text } = await openGit(sandbox.github.repositoryFolder).run(['show', name]);
  const client = createKubernetesClient(sandbox.clusters.get(CLUSTER)?.kubeconfig ?? '');
  for (const document of parseAllDocuments(text)) await client.applyObject(document.toJS() as KubernetesObject);
}
