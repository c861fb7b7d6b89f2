import { MERGE, mergedRequest, startClusterWorld, WALLS, WALLS_PATH } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

const inFlux = (name: string) => `metadata: { name: ${name}, namespace: flux-system }`;
const extra = (manifest: string) => `${WALLS}---\napiVersion: ${manifest}\n`;

test.each([
  ['another kind', extra('v1\nkind: Secret\nmetadata: { name: s, namespace: payments-prod }'), 'no part of walls'],
  ['another namespace', extra('v1\nkind: LimitRange\nmetadata: { name: l, namespace: kube-system }'), 'outside'],
  ["Flux's quota", extra('v1\nkind: ResourceQuota\nmetadata: { name: q, namespace: flux-system }'), 'outside'],
  ["another environment's account", extra(`v1\nkind: ServiceAccount\n${inFlux('other-prod')}`), 'outside'],
  ['a right in Flux', extra(`rbac.authorization.k8s.io/v1\nkind: Role\n${inFlux('payments-prod')}`), 'outside'],
  ['rights over Flux', extra(`rbac.authorization.k8s.io/v1\nkind: RoleBinding\n${inFlux('payments-prod')}`), 'outside'],
  ['a second environment', extra('v1\nkind: Namespace\nmetadata: { name: other-prod }'), 'outside'],
  ['broken YAML', 'kind: [', 'is not YAML'],
  ['nothing', '', 'is empty'],
])('walls with %s are refused before anything is written', async (_what, walls, message) => {
  const order = mergedRequest(world.fleet.commit({ ...MERGE, [WALLS_PATH]: walls }));

  const applying = world.infrastructure.applyInfrastructure(order);

  await expect(applying).rejects.toMatchObject({
    type: 'ProvisioningFailed',
    message: expect.stringContaining(message),
  });
  expect(world.context.writes.all()).toEqual([]);
});
