import { type FleetAccess, setFleet } from '../../stack/flux/bootstrap.ts';
import { MERGE, mergedRequest, startClusterWorld, statusSaying } from '../support/cluster.ts';
import { untilState } from '../support/cluster-failures.ts';
import { borrowCluster } from '../support/cluster-loan.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

const wrong = (change: Partial<FleetAccess>) => async () => {
  const { api, fleetAccess } = await borrowCluster();
  await setFleet(api, { ...(await fleetAccess(world.fleet.folder)), ...change });
};
const otherBranch = async () => {
  const { api } = await borrowCluster();
  const source = await api.get({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    namespace: 'flux-system',
    name: 'flux-system',
  });
  const { metadata, ...rest } = source ?? { metadata: { name: '' } };
  const { name, namespace = '' } = metadata;
  const spec = { ...(rest as { spec?: object }).spec, ref: { branch: 'nowhere' } };
  await world.cluster.putByHand({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name, namespace },
    spec,
  });
};

const mend = async () => {
  const { api, fleetAccess } = await borrowCluster();
  await setFleet(api, await fleetAccess(world.fleet.folder));
};

test.each([
  ['Git is down', wrong({ url: 'http://127.0.0.1:1/0/fleet.git' }), 'connection refused'],
  ['Flux has a wrong password', wrong({ password: 'wrong' }), 'authentication required'],
  ['Flux follows a branch that is not there', otherBranch, "couldn't find remote ref"],
])('%s: the wait says so, and goes on once it is mended', async (_what, spoil, words) => {
  await spoil();
  const sha = world.fleet.commit(MERGE);
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const status = await statusSaying(world, sha, 'Flux cannot read the fleet');

  expect(status.state).toBe('pending');
  expect(status.message).toMatch(/^Flux cannot read the fleet: GitOperationFailed: /);
  expect(status.message).toContain(words);
  await mend();
  expect((await untilState(world, sha, 'ready')).commit).toBe(sha);
});
