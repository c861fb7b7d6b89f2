import { PEOPLE } from '../../sandbox/people.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { onStage, playByApi } from '../support/play-by-api.ts';

const environment = (stage: string) => [{ stage, regions: ['east'], size: 'S', items: [] }];
const byNobody = async () => {};

test('a project gets its second environment by a second request, beside the first', async () => {
  await onStage(async (stage) => {
    const first = await playByApi(stage, byNobody, { environments: environment('prod') });
    expect([first.failure, first.phase]).toEqual([null, 'ready']);
    const groups = groupsOf(stage.sandbox);

    const more = { environments: environment('dev'), members: [PEOPLE.cora.mail] };
    const second = await playByApi(stage, byNobody, more);

    expect([second.failure, second.phase]).toEqual([null, 'ready']);
    expect(second.placements).toMatchObject([{ cluster: 'cluster-east-dev', state: 'ready' }]);
    expect(first.plan?.paths).toContain('projects/payments.yaml');
    expect(second.plan?.paths.filter((path) => first.plan?.paths.includes(path))).toEqual([]);
    expect(groupsOf(stage.sandbox)).toEqual(withCora(groups));
  });
}, 180_000);

/** Name, object id and members of each group of the project. */
function groupsOf({ directory }: Sandbox) {
  const found = directory.entries().filter(({ dn }) => dn.startsWith('CN=berth-payments-'));
  return found.map(({ dn, attributes }) => ({
    dn,
    guid: attributes['objectGUID'],
    members: attributes['member'] ?? [],
  }));
}

function withCora(groups: ReturnType<typeof groupsOf>) {
  const cora = expect.stringMatching(/^CN=Cora Lindt,/) as string;
  return groups.map((group) =>
    group.dn.startsWith('CN=berth-payments-developers,') ? { ...group, members: [...group.members, cora] } : group,
  );
}
