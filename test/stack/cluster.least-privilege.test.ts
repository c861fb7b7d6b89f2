import { Secret } from '../../src/config.ts';
import { checkClusters } from '../../src/doctor/clusters.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import type { RbacRule } from '../../stack/cluster/account.ts';
import { documentedRules, setBerthRules } from '../../stack/cluster/berth-account.ts';
import { CLUSTER, startClusterWorld } from '../support/cluster.ts';
import { borrowCluster } from '../support/cluster-loan.ts';
import { wholeFile } from '../support/fixture.ts';

const world = wholeFile(startClusterWorld);

/** One verb on one resource, for one name where names are listed. */
interface Right {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  readonly name?: string;
}

const RIGHTS: readonly Right[] = documentedRules().flatMap(rightsOf);

function rightsOf({ apiGroups, resources, verbs, resourceNames }: RbacRule): Right[] {
  const names = resourceNames?.map((name) => ({ name })) ?? [{}];
  return apiGroups.flatMap((group) =>
    resources.flatMap((resource) => verbs.flatMap((verb) => names.map((name) => ({ group, resource, verb, ...name })))),
  );
}

const ruleOf = ({ group, resource, verb, name }: Right): RbacRule => ({
  apiGroups: [group],
  resources: [resource],
  verbs: [verb],
  ...(name ? { resourceNames: [name] } : {}),
});

const titleOf = ({ group, resource, verb, name }: Right) =>
  `${verb} ${resource}${group ? `.${group}` : ''}${name ? ` "${name}"` : ''}`;

/** What `berth doctor` finds about rights, once the cluster has taken up the change. */
async function rightsAfter(rights: readonly Right[], isTakenUp: (finding: Finding) => boolean): Promise<Finding> {
  await setBerthRules((await borrowCluster()).api, rights.map(ruleOf));
  for (;;) {
    const kubeconfig = new Secret(world.cluster.kubeconfig);
    const found = await checkClusters({ clusters: { [CLUSTER]: { kubeconfig } } });
    const rightsFound = found.find(({ what }) => what === 'rights');
    if (rightsFound && isTakenUp(rightsFound)) return rightsFound;
  }
}

test('with exactly the documented rights nothing is missing', async () => {
  const finding = await rightsAfter(RIGHTS, ({ ok }) => ok);

  expect(finding).toMatchObject({ ok: true, detail: `all ${RIGHTS.length}` });
});

test.each(RIGHTS.map((right) => [titleOf(right), right] as const))(
  'without “%s” the doctor names it',
  async (title, gone) => {
    const rest = RIGHTS.filter((right) => right !== gone);

    const finding = await rightsAfter(
      rest,
      ({ detail }) => detail.includes(`${title},`) || detail.includes(`${title}:`),
    );

    expect(finding.ok).toBe(false);
    expect(finding.detail).toMatch(/^Berth may not .*: add it to the ClusterRole of Berth's service account\.$/);
    await rightsAfter(RIGHTS, ({ ok }) => ok);
  },
);
