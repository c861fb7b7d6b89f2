import { onStage, playByApi } from '../support/play-by-api.ts';

test('a request for a cluster with the executor github-actions becomes ready by a run of the fleet workflow', async () => {
  await onStage(async (stage) => {
    const status = await playByApi(stage);

    expect(status.failure).toBeNull();
    expect(status.phase).toBe('ready');
    expect(status.placements).toMatchObject([{ cluster: 'cluster-east-dev', state: 'ready' }]);
    const { dispatches, pulls } = await stage.sandbox.github.inspect();
    expect(dispatches).toMatchObject([
      {
        conclusion: 'success',
        inputs: { request: status.reference, sha: pulls[0]?.merged?.sha, spec: status.plan?.specHash },
      },
    ]);
    const made = (await stage.sandbox.clusters.get('cluster-east-dev')?.objects()) ?? [];
    const owners = made.filter(({ metadata }) => metadata.namespace === 'payments-dev').map(({ kind }) => kind);
    expect(owners).toEqual(expect.arrayContaining(['ResourceQuota', 'LimitRange', 'NetworkPolicy', 'RoleBinding']));
  });
}, 180_000);
