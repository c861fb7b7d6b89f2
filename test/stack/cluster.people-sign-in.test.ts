import { KubernetesTransport, type RawCall } from '../../src/clients/kubernetes-transport.ts';
import { ENVIRONMENT, MERGE, mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { borrowCluster } from '../support/cluster-loan.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);
const kubeconfigOf = async (personId: string) => (await borrowCluster()).kubeconfigOf(personId);

const READ: RawCall = { method: 'GET', path: `/api/v1/namespaces/${ENVIRONMENT}/pods` };
const WRITE: RawCall = {
  method: 'POST',
  path: `/api/v1/namespaces/${ENVIRONMENT}/configmaps?dryRun=All`,
  body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine' } },
};
const GIVE_RIGHTS: RawCall = {
  method: 'POST',
  path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${ENVIRONMENT}/rolebindings?dryRun=All`,
  body: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'more' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'sam' }],
  },
};
const ELSEWHERE: RawCall = { method: 'GET', path: '/api/v1/namespaces/kube-system/pods' };

async function may(personId: string, call: RawCall): Promise<boolean> {
  try {
    await new KubernetesTransport(await kubeconfigOf(personId)).send(call);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 403) return false;
    throw error;
  }
}

test.each([
  ['a lead', 'lee', { read: true, write: true, giveRights: true, elsewhere: false }],
  ['a developer', 'dana', { read: true, write: true, giveRights: false, elsewhere: false }],
  ['a viewer', 'ada', { read: true, write: false, giveRights: false, elsewhere: false }],
  ['an outsider', 'cora', { read: false, write: false, giveRights: false, elsewhere: false }],
])('%s signs in with a token of the issuer and may what the walls give their group', async (_who, person, expected) => {
  await world.infrastructure.applyInfrastructure(mergedRequest(world.fleet.commit(MERGE)));

  expect({
    read: await may(person, READ),
    write: await may(person, WRITE),
    giveRights: await may(person, GIVE_RIGHTS),
    elsewhere: await may(person, ELSEWHERE),
  }).toEqual(expected);
});

test('a token of somebody else’s issuer opens nothing', async () => {
  const foreign = (await kubeconfigOf('dana')).replace(/token: .*/, 'token: wrong');

  await expect(new KubernetesTransport(foreign).send(READ)).rejects.toMatchObject({ code: 401 });
});
