import { renderChange } from '../../src/domain/render/change.ts';
import type { SelectedRequest } from '../../src/domain/request.ts';
import { CLUSTER, mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { untilState } from '../support/cluster-failures.ts';
import { eachTest } from '../support/fixture.ts';
import { CATALOGUE, fleet, workedExample } from '../support/worked-example.ts';

const world = eachTest(startClusterWorld);

/** What Berth renders for one cluster, moved to the cluster that this test has. */
function renderedFor(cluster: string, input: SelectedRequest): Record<string, string> {
  const { files } = renderChange(input, fleet(), CATALOGUE);
  const meant = files.filter(({ path }) => path.includes(`/${cluster}/`));
  const move = (text: string) => text.replaceAll(cluster, CLUSTER);
  return Object.fromEntries(meant.map(({ path, content }) => [move(path), move(content)]));
}

const EVERYTHING = workedExample({
  selection: {
    regions: ['east'],
    size: 'M',
    items: [
      { item: 'postgresql', parameters: {} },
      { item: 'cache', parameters: {} },
      { item: 'ingress', parameters: { host: 'payments.example.test' } },
      { item: 'vm', parameters: {} },
    ],
  },
});

test.each([
  [
    'the primary of the worked example',
    'cluster-east-prod',
    workedExample(),
    ['Cluster', 'ConfigMap', 'Ingress', 'NetworkPolicy'],
  ],
  ['its replica', 'cluster-west-prod', workedExample(), ['Cluster', 'ConfigMap', 'Ingress', 'NetworkPolicy']],
  [
    'every item of the catalogue',
    'cluster-east-prod',
    EVERYTHING,
    ['Cluster', 'ConfigMap', 'Deployment', 'Ingress', 'NetworkPolicy', 'NetworkPolicy', 'Service', 'VirtualMachine'],
  ],
])(
  '%s is taken whole: walls by the API server, the rest by Flux, and all of it becomes ready',
  async (_what, cluster, input, expected) => {
    const order = mergedRequest(world.fleet.commit(renderedFor(cluster, input)));

    const { objects } = await world.infrastructure.applyInfrastructure(order);
    const status = await untilState(world, order.mergeSha, 'ready');

    expect(objects).toContain('Namespace payments-prod');
    expect(status.commit).toBe(order.mergeSha);
    expect(await world.infrastructure.findMissingInfrastructure(order)).toEqual([]);
    expect(await world.placements.smokeCheck(order)).toEqual([]);
    const made = (await world.cluster.objects()).filter(
      ({ metadata }) => metadata.labels?.['kustomize.toolkit.fluxcd.io/name'] === 'payments-prod',
    );
    expect(made.map(({ kind }) => kind).toSorted()).toEqual(expected);
  },
);
