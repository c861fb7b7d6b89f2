import type { KubeObject } from '../../sandbox/cluster/objects.ts';
import type { Stage } from '../../scripts/demo/stage.ts';
import { applyByHand, CLUSTER, setExecutor } from '../support/manual-walls.ts';
import { onStage, playByApi } from '../support/play-by-api.ts';

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
