import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CLUSTER, mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { untilState } from '../support/cluster-failures.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

const EXAMPLE = join(import.meta.dirname, '..', 'fixtures', 'render', 'worked-example');

/** What Berth renders for one cluster, moved to the cluster that this test has. */
function renderedFor(cluster: string): Record<string, string> {
  const all = readdirSync(EXAMPLE, { recursive: true, withFileTypes: true });
  const files = all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const own = files.map((file) => [relative(EXAMPLE, file).split(sep).join('/'), readFileSync(file, 'utf8')] as const);
  const meant = own.filter(([path]) => path.includes(`/${cluster}/`));
  return Object.fromEntries(meant.map((pair) => pair.map((text) => text.replaceAll(cluster, CLUSTER))));
}

test.each(['cluster-east-prod', 'cluster-west-prod'])(
  'what Berth renders for %s is taken whole: walls by the API server, the rest by Flux, and all of it becomes ready',
  async (cluster) => {
    const order = mergedRequest(world.fleet.commit(renderedFor(cluster)));

    const { objects } = await world.infrastructure.applyInfrastructure(order);
    const status = await untilState(world, order.mergeSha, 'ready');

    expect(objects).toContain('Namespace payments-prod');
    expect(status.commit).toBe(order.mergeSha);
    expect(await world.infrastructure.findMissingInfrastructure(order)).toEqual([]);
    expect(await world.placements.smokeCheck(order)).toEqual([]);
    const kinds = (await world.cluster.objects())
      .filter(({ metadata }) => metadata.labels?.['kustomize.toolkit.fluxcd.io/name'] === 'payments-prod')
      .map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['Cluster', 'ConfigMap', 'Ingress', 'NetworkPolicy']);
  },
);
