import {
  CONFIG_PATH,
  DEPLOYMENT_PATH,
  deployment,
  ENVIRONMENT,
  MERGE,
  mergedRequest,
  placementOrder,
  startClusterWorld,
  statusSaying,
} from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';
import { CATALOGUE } from '../support/worked-example.ts';
import { onlyOn } from './differences.ts';

const world = eachTest(startClusterWorld);

const DATABASE = `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: web, namespace: ${ENVIRONMENT} }
spec: { instances: 2 }
`;

const MACHINE = `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: { name: web, namespace: ${ENVIRONMENT} }
spec: { runStrategy: Always, template: { spec: { domain: { devices: {} } } } }
`;

/** Flux's Kustomization with what the item says about its kind: without it Flux takes both for ready at once. */
function withHealth(item: string): string {
  const { health = [] } = CATALOGUE.items.get(item) ?? {};
  const checks = health.length > 0 ? `  healthCheckExprs: ${JSON.stringify(health)}\n` : '';
  return `${MERGE[CONFIG_PATH] ?? ''}${checks}`;
}

test.each([
  ['workload', 'cache', deployment(), 'Deployment web not ready: 0 of 1'],
  ['database whose operator has not begun', 'postgresql', DATABASE, 'Cluster web not ready: 0 of 2'],
  ['machine that KubeVirt has not begun', 'vm', MACHINE, 'VirtualMachine web not ready: KubeVirt says nothing yet'],
])('a %s is named when the budget ends, and the next wait goes on from there', async (_what, item, manifest, text) => {
  await world.cluster.holdWorkload('web');
  const sha = world.fleet.commit({ ...MERGE, [CONFIG_PATH]: withHealth(item), [DEPLOYMENT_PATH]: manifest });
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const waiting = await statusSaying(world, sha, 'not ready');
  expect(waiting).toMatchObject({ state: 'pending', message: `Flux has commit ${sha.slice(0, 7)}…; ${text}` });

  await world.cluster.releaseWorkload('web');
  expect((await world.placements.awaitPlacement(placementOrder(sha))).state).toBe('ready');
});

onlyOn('sandbox', 'a health check that the sandbox does not know is refused', async () => {
  const check = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', current: 'status.ready' };
  const config = `${MERGE[CONFIG_PATH] ?? ''}  healthCheckExprs: ${JSON.stringify([check])}\n`;
  const sha = world.fleet.commit({ ...MERGE, [CONFIG_PATH]: config, [DEPLOYMENT_PATH]: MACHINE });
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));
  expect(await world.placements.awaitPlacement(placementOrder(sha))).toMatchObject({
    state: 'failed',
    message: 'BuildFailed: the sandbox does not imitate the expression status.ready',
  });
});
