import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../sandbox/cluster/objects.ts';
import { openGit } from '../../sandbox/github/git.ts';
import type { Stage } from '../../scripts/demo/stage.ts';
import { createGithub } from '../../src/clients/github.ts';
import { createKubernetesClient, type KubernetesObject } from '../../src/clients/kubernetes.ts';
import { loadConfig } from '../../src/config.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { commitByHand } from '../support/bare-repository.ts';
import { onStage, playByApi } from '../support/play-by-api.ts';

const CLUSTER = 'cluster-east-dev';

test('a request for a cluster with the executor manual becomes ready once a person has made the walls', async () => {
  await onStage(async (stage) => {
    await setExecutor(stage, 'manual');
    let commands: readonly string[] = [];

    const status = await playByApi(stage, async (_stage, asked) => {
      commands = asked.task?.commands ?? [];
      expect(await wallsOf(stage)).toEqual([]);
      await applyByHand(stage, asked);
    });

    expect(status.failure).toBeNull();
    expect(status.phase).toBe('ready');
    expect(commands).toEqual([
      expect.stringMatching(/^git fetch origin [0-9a-f]{40}/),
      expect.stringContaining(`infrastructure/${CLUSTER}/payments-dev/walls.yaml | kubectl --context ${CLUSTER} apply`),
    ]);
    expect(await wallsOf(stage)).not.toEqual([]);
    expect((await stage.sandbox.github.inspect()).dispatches).toEqual([]);
  });
}, 180_000);

async function wallsOf({ sandbox }: Stage): Promise<KubeObject[]> {
  const objects = (await sandbox.clusters.get(CLUSTER)?.objects()) ?? [];
  return objects.filter(({ kind, metadata }) => kind === 'ResourceQuota' && metadata.namespace === 'payments-dev');
}

/** The platform's people change how a cluster is provisioned: one line of its profile. */
async function setExecutor({ sandbox }: Stage, executor: string): Promise<void> {
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
async function applyByHand({ sandbox }: Stage, { task }: RequestStatus): Promise<void> {
  const [, name = ''] = /git show (\S+) \|/.exec(task?.commands?.join('\n') ?? '') ?? [];
  const { text } = await openGit(sandbox.github.repositoryFolder).run(['show', name]);
  const client = createKubernetesClient(sandbox.clusters.get(CLUSTER)?.kubeconfig ?? '');
  for (const document of parseAllDocuments(text)) await client.applyObject(document.toJS() as KubernetesObject);
}
